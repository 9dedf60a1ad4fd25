"""Decides what can go wrong: one class per meaning, with its HTTP status.

The class names and the tree are Frappe's (contract 3.5), because apps catch them by name.
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


class AuthenticationError(Error):
    http_status_code = 401


class NameError(Error):
    http_status_code = 409


class DuplicateEntryError(NameError):
    pass


class SecurityException(Error):
    pass


class SessionStopped(Error):
    http_status_code = 503


class InReadOnlyMode(ValidationError):
    http_status_code = 503


class SessionBootFailed(ValidationError):
    http_status_code = 500


class UnsupportedMediaType(Error):
    http_status_code = 415


class RequestToken(Error):
    pass


class Redirect(Error):
    http_status_code = 301


class LinkExpired(ValidationError):
    http_status_code = 410


class OutgoingEmailError(Error):
    http_status_code = 501


class SiteNotSpecifiedError(Error):
    pass


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


class InvalidAuthorizationHeader(CSRFTokenError):
    pass


class InvalidAuthorizationPrefix(CSRFTokenError):
    pass


class InvalidAuthorizationToken(CSRFTokenError):
    pass


class SessionExpired(Error):
    http_status_code = 401


class InvalidKeyError(ValidationError):
    http_status_code = 401


class TooManyRequestsError(Error):
    http_status_code = 429


class RateLimitExceededError(ValidationError):
    http_status_code = 429


class QueryTimeoutError(Error):
    pass


class QueryDeadlockError(Error):
    pass


class TooManyWritesError(Error):
    pass


class ImplicitCommitError(ValidationError):
    http_status_code = 500


class DatabaseUnavailable(Error):
    """The database could not be opened, is locked for too long, or the disk is full."""

    http_status_code = 503


class UniqueConstraint(Error):
    """A unique index refused a row; the document room turns this into the named error."""

    def __init__(self, table: str, columns: tuple[str, ...]) -> None:
        super().__init__(f"{table}({', '.join(columns)})")
        self.table = table
        self.columns = columns


class AppNotInstalledError(ValidationError):
    pass


class FrappeTypeError(TypeError, ValidationError):
    pass


class ServerScriptNotEnabled(PermissionError):
    pass


class ExecutableNotFound(FileNotFoundError):
    pass


class MandatoryError(ValidationError):
    pass


class LinkValidationError(ValidationError):
    pass


class CancelledLinkError(LinkValidationError):
    pass


class LinkExistsError(ValidationError):
    pass


class UniqueValidationError(ValidationError):
    pass


class UpdateAfterSubmitError(ValidationError):
    pass


class TimestampMismatchError(ValidationError):
    pass


class DocstatusTransitionError(ValidationError):
    pass


class CannotChangeConstantError(ValidationError):
    pass


class CharacterLengthExceededError(ValidationError):
    pass


class NonNegativeError(ValidationError):
    pass


class EmptyTableError(ValidationError):
    pass


class InvalidStatusError(ValidationError):
    pass


class InvalidEmailAddressError(ValidationError):
    pass


class InvalidNameError(ValidationError):
    pass


class InvalidPhoneNumberError(ValidationError):
    pass


class InvalidNamingSeriesError(ValidationError):
    pass


class InvalidDates(ValidationError):
    pass


class DataError(ValidationError):
    pass


class DataTooLongException(ValidationError):
    pass


class DocumentLockedError(ValidationError):
    pass


class DocumentAlreadyRestored(ValidationError):
    pass


class AttachmentLimitReached(ValidationError):
    pass


class FileAlreadyAttachedException(Error):
    pass


class MaxFileSizeReachedError(ValidationError):
    pass


class CircularLinkingError(ValidationError):
    pass


class InvalidColumnName(ValidationError):
    pass


class IncompatibleApp(ValidationError):
    pass


class TemplateNotFoundError(ValidationError):
    pass


class ImproperDBConfigurationError(ValidationError):
    pass


class NoDefaultError(ValidationError):
    pass


class InvalidRoundingMethod(ValidationError):
    pass


class InvalidRemoteException(ValidationError):
    pass


class InvalidOAuth2ResponseError(ValidationError):
    pass


class ReadOnlyTransaction(ValidationError):
    """A declared reader tried to write."""

    http_status_code = 503


class CannotCreateStandardDoctypeError(ValidationError):
    pass


class UniqueFieldnameError(ValidationError):
    pass


class InvalidFieldNameError(ValidationError):
    pass


class WrongOptionsDoctypeLinkError(ValidationError):
    pass


class DoctypeLinkError(ValidationError):
    pass


class HiddenAndMandatoryWithoutDefaultError(ValidationError):
    pass


class NonUniqueError(ValidationError):
    pass


class IllegalMandatoryError(ValidationError):
    pass


class CannotIndexedError(ValidationError):
    pass


class WorkflowStateError(ValidationError):
    pass


class WorkflowTransitionError(ValidationError):
    pass


class WorkflowPermissionError(ValidationError):
    pass


class NestedSetRecursionError(ValidationError):
    pass


class NestedSetMultipleRootsError(ValidationError):
    pass


class NestedSetChildExistsError(ValidationError):
    pass


class NestedSetInvalidMergeError(ValidationError):
    pass


class RetryBackgroundJobError(Error):
    pass


class CommandFailedError(Error):
    pass


class PatchError(Error):
    """A patch failed; its name is in the message, nothing of it was kept."""


class NotInstalledError(ValidationError):
    pass


class QueryError(Error):
    """The database refused a statement; the text is for logs, never for users."""


class TableMissing(QueryError):
    """A statement named a table that does not exist."""


class ColumnMissing(QueryError):
    """A statement named a column that does not exist."""
