"""Decides what `frappe.db` offers: one stateless facade over the running context's connection.

SQL given as text is MySQL's dialect on every database (`db_type` says so); lookups and writes by
filters go
through `ristretto.query`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from ristretto.db.write_limit import MAX_WRITES

from frappe.database.lookups import Lookups
from frappe.database.singles import Singles
from frappe.database.statements import Statements
from frappe.database.structure import Structure
from frappe.database.transactions import Transactions
from frappe.database.writes import Writes
from frappe.model import child_table_fields, default_fields, optional_fields


class Database(Lookups, Singles, Writes, Statements, Structure, Transactions):
    """`frappe.db`."""

    # the dialect that SQL text is written in, whatever database runs it
    db_type = "mariadb"
    MAX_WRITES_PER_TRANSACTION = MAX_WRITES
    # names that apps ask for; what they say is decided by the definitions
    DEFAULT_COLUMNS = default_fields
    CHILD_TABLE_COLUMNS = child_table_fields
    OPTIONAL_COLUMNS = optional_fields

    def close(self) -> None:
        """Connections belong to contexts; `frappe.destroy` gives them back."""

    def __bool__(self) -> bool:
        return True


@contextmanager
def savepoint(
    catch: type[BaseException] | tuple[type[BaseException], ...] = Exception,
) -> Iterator[None]:
    """Undo the block, and nothing else, when it raises one of `catch`; the exception is
    swallowed.
    """
    from ristretto.context import current

    name = f"block_{uuid4().hex[:10]}"
    connection: Any = current().db
    connection.savepoint(name)
    try:
        yield
    except catch:
        connection.rollback_to(name)
        connection.release(name)
        current().forget()
    else:
        connection.release(name)
