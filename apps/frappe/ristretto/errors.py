"""Decides what can go wrong: one class per meaning, with its HTTP status.

The class names and the tree are Frappe's, because apps catch them by name.
Nothing here formats an answer; the web room does.
"""

from __future__ import annotations

from typing import Any


class Error(Exception):
    """Base of every named error; `details` holds typed facts for API answers and tests."""

    http_status_code = 500

    def __init__(self, *args: object, **details: Any) -> None:
        super().__init__(*args)
        self.details = details


class NoContextError(Error):
    """No site is bound to this thread: call frappe.init and frappe.connect first."""


class ValidationError(Error):
    http_status_code = 417


class PermissionError(Error):
    http_status_code = 403


class ImpersonationError(PermissionError):
    """Somebody looks at the system as another person and tried to write."""


class AuthenticationError(Error):
    http_status_code = 401


class NameError(Error):
    http_status_code = 409


class DuplicateEntryError(NameError): ...
class SecurityException(Error): ...


class SessionStopped(Error):
    http_status_code = 503


class InReadOnlyMode(ValidationError):
    http_status_code = 503


class SessionBootFailed(ValidationError):
    http_status_code = 500


class UnsupportedMediaType(Error):
    http_status_code = 415


class RequestToken(Error): ...


class Redirect(Error):
    http_status_code = 301


class LinkExpired(ValidationError):
    http_status_code = 410


class OutgoingEmailError(Error):
    http_status_code = 501


class SiteNotSpecifiedError(Error): ...


class IncorrectSitePath(Error):
    http_status_code = 404


class DoesNotExistError(ValidationError):
    http_status_code = 404


class PageDoesNotExistError(ValidationError):
    http_status_code = 404


class MethodNotAllowed(Error):
    http_status_code = 405


class RequestTooLarge(ValidationError):
    http_status_code = 413


class MalformedRequest(ValidationError):
    http_status_code = 400


class CSRFTokenError(Error):
    http_status_code = 400


class InvalidAuthorizationHeader(CSRFTokenError): ...
class InvalidAuthorizationPrefix(CSRFTokenError): ...
class InvalidAuthorizationToken(CSRFTokenError): ...


class SessionExpired(Error):
    http_status_code = 401


class InvalidKeyError(ValidationError):
    http_status_code = 401


class TooManyRequestsError(Error):
    http_status_code = 429


class RateLimitExceededError(ValidationError):
    http_status_code = 429


class QueryTimeoutError(Error):
    http_status_code = 504


class RequestTimeoutError(Error):
    """A slow request did not end within its time and was stopped."""

    http_status_code = 504


class JobTimeoutError(Error):
    """A background job did not end within its time and was stopped."""

    http_status_code = 504


class LimitExceeded(Error):
    """A confined function took more time, processor or memory than it may; `limit` of the details says which."""

    http_status_code = 503


class ConfinedFailure(Error):
    """A confined function failed with an error that has no name here; `kind` and `trace` are in the details."""


class SlowProcessStopped(Error):
    """The process that ran a slow request ended before it had answered."""

    http_status_code = 503


class QueryDeadlockError(Error):
    """Two transactions waited for each other; this one was rolled back, another try will do."""

    http_status_code = 503


class TooManyWritesError(Error): ...


class ImplicitCommitError(ValidationError):
    http_status_code = 500


class SiteIsNewer(Error):
    """Newer software than this has used the site: nothing is done on it."""

    http_status_code = 503


class DatabaseUnavailable(Error):
    """The database could not be opened, is locked for too long, or the disk is full."""

    http_status_code = 503


class UniqueConstraint(Error):
    """A unique index refused a row; the document room turns this into the named error."""

    def __init__(self, table: str, columns: tuple[str, ...]) -> None:
        super().__init__(f"{table}({', '.join(columns)})")
        self.table = table
        self.columns = columns


class AppNotInstalledError(ValidationError): ...


class FrappeTypeError(TypeError, ValidationError):
    pass


class ServerScriptNotEnabled(PermissionError): ...
class ExecutableNotFound(FileNotFoundError): ...
class MandatoryError(ValidationError): ...
class LinkValidationError(ValidationError): ...
class CancelledLinkError(LinkValidationError): ...
class LinkExistsError(ValidationError): ...
class UniqueValidationError(ValidationError): ...
class UpdateAfterSubmitError(ValidationError): ...
class TimestampMismatchError(ValidationError): ...
class DocstatusTransitionError(ValidationError): ...
class CannotChangeConstantError(ValidationError): ...
class CharacterLengthExceededError(ValidationError): ...
class NonNegativeError(ValidationError): ...
class EmptyTableError(ValidationError): ...
class InvalidStatusError(ValidationError): ...
class InvalidEmailAddressError(ValidationError): ...
class InvalidNameError(ValidationError): ...
class InvalidPhoneNumberError(ValidationError): ...
class InvalidNamingSeriesError(ValidationError): ...
class InvalidDates(ValidationError): ...
class DataError(ValidationError): ...
class DataTooLongException(ValidationError): ...
class DocumentLockedError(ValidationError): ...
class DocumentAlreadyRestored(ValidationError): ...
class AttachmentLimitReached(ValidationError): ...
class FileAlreadyAttachedException(Error): ...
class MaxFileSizeReachedError(ValidationError): ...
class CircularLinkingError(ValidationError): ...
class InvalidColumnName(ValidationError): ...
class IncompatibleApp(ValidationError): ...
class TemplateNotFoundError(ValidationError): ...
class ImproperDBConfigurationError(ValidationError): ...
class NoDefaultError(ValidationError): ...
class InvalidRoundingMethod(ValidationError): ...
class InvalidSignatureError(ValidationError): ...
class InvalidDatabaseFile(ValidationError): ...
class MappingMismatchError(ValidationError): ...
class PrintFormatError(ValidationError): ...
class UnknownDomainError(Error): ...
class UrlSchemeNotSupported(Error): ...
class InvalidRemoteException(ValidationError): ...
class InvalidOAuth2ResponseError(ValidationError): ...


class ReadOnlyTransaction(ValidationError):
    """A declared reader tried to write."""

    http_status_code = 503


class CannotCreateStandardDoctypeError(ValidationError): ...
class UniqueFieldnameError(ValidationError): ...
class InvalidFieldNameError(ValidationError): ...
class WrongOptionsDoctypeLinkError(ValidationError): ...
class DoctypeLinkError(ValidationError): ...
class HiddenAndMandatoryWithoutDefaultError(ValidationError): ...
class NonUniqueError(ValidationError): ...
class IllegalMandatoryError(ValidationError): ...
class CannotIndexedError(ValidationError): ...
class WorkflowStateError(ValidationError): ...
class WorkflowTransitionError(ValidationError): ...
class WorkflowPermissionError(ValidationError): ...
class NestedSetRecursionError(ValidationError): ...
class NestedSetMultipleRootsError(ValidationError): ...
class NestedSetChildExistsError(ValidationError): ...
class NestedSetInvalidMergeError(ValidationError): ...
class RetryBackgroundJobError(Error): ...
class CommandFailedError(Error): ...


class PatchError(Error):
    """A patch failed; its name is in the message, nothing of it was kept."""


class NotInstalledError(ValidationError): ...


class QueryError(Error):
    """The database refused a statement; the text is for logs, never for users."""


class TableMissing(QueryError):
    """A statement named a table that does not exist."""


class ColumnMissing(QueryError):
    """A statement named a column that does not exist."""
