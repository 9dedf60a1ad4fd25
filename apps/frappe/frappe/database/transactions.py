"""Decides how transactions are driven from app code: commit, rollback, savepoints, callbacks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ristretto.context import current
from ristretto.errors import ColumnMissing as MissingColumn
from ristretto.errors import (
    DatabaseUnavailable,
    DataTooLongException,
    DuplicateEntryError,
    QueryDeadlockError,
    QueryError,
    QueryTimeoutError,
    ReadOnlyTransaction,
    TableMissing,
    UniqueConstraint,
)


class Transactions:
    """Transactions of `frappe.db`, and names for what can go wrong."""

    TableMissingError = TableMissing
    SQLError = ProgrammingError = OperationalError = InternalError = DataError = QueryError

    def begin(self, *, read_only: bool = False) -> None:
        current().db.begin("read" if read_only else "write")

    def commit(self) -> None:
        """Make everything durable; after it the callbacks of `after_commit` run."""
        current().db.commit()

    def rollback(self, *, save_point: str | None = None) -> None:
        """Undo everything, or back to a savepoint; what was remembered meanwhile is forgotten."""
        if save_point:
            current().db.rollback_to(save_point)
        else:
            current().db.rollback()
        current().forget()

    def savepoint(self, save_point: str) -> None:
        current().db.savepoint(save_point)

    def release_savepoint(self, save_point: str) -> None:
        current().db.release(save_point)

    @property
    def before_commit(self) -> Any:
        return current().db.before_commit

    @property
    def after_commit(self) -> Any:
        return current().db.after_commit

    @property
    def before_rollback(self) -> Any:
        return current().db.before_rollback

    @property
    def after_rollback(self) -> Any:
        return current().db.after_rollback

    @property
    def transaction_writes(self) -> int:
        return int(current().db.writes)

    @property
    def auto_commit_on_many_writes(self) -> int:
        """Whether a transaction with too many writes is committed in between instead of refused."""
        return int(bool(current().flags.auto_commit_on_many_writes))

    @auto_commit_on_many_writes.setter
    def auto_commit_on_many_writes(self, value: Any) -> None:
        current().flags.auto_commit_on_many_writes = bool(value)

    @contextmanager
    def unbuffered_cursor(self) -> Iterator[None]:
        """For code that walks a large answer with `as_iterator`; answers are read the same way here."""
        yield

    @staticmethod
    def is_table_missing(e: BaseException) -> bool:
        return isinstance(e, TableMissing)

    @staticmethod
    def is_missing_column(e: BaseException) -> bool:
        return isinstance(e, MissingColumn)

    is_column_missing = is_missing_column
    is_missing_table = is_table_missing

    @staticmethod
    def is_missing_table_or_column(e: BaseException) -> bool:
        return isinstance(e, TableMissing | MissingColumn)

    @staticmethod
    def is_duplicate_entry(e: BaseException) -> bool:
        return isinstance(e, DuplicateEntryError | UniqueConstraint)

    is_unique_key_violation = is_primary_key_violation = is_duplicate_entry

    @staticmethod
    def is_syntax_error(e: BaseException) -> bool:
        return isinstance(e, QueryError) and "syntax" in str(e).lower()

    @staticmethod
    def is_data_too_long(e: BaseException) -> bool:
        return isinstance(e, DataTooLongException)

    @staticmethod
    def is_read_only_mode_error(e: BaseException) -> bool:
        return isinstance(e, ReadOnlyTransaction)

    @staticmethod
    def is_access_denied(e: BaseException) -> bool:
        return isinstance(e, DatabaseUnavailable)

    is_interface_error = is_access_denied

    @staticmethod
    def is_deadlocked(e: BaseException) -> bool:
        return isinstance(e, QueryDeadlockError)

    @staticmethod
    def is_timedout(e: BaseException) -> bool:
        return isinstance(e, QueryTimeoutError)

    is_statement_timeout = is_timedout
