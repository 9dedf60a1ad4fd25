"""Decides how tables are brought to their definitions: snapshot, plan, apply, in the running transaction."""

from __future__ import annotations

from ristretto import errors
from ristretto.context import current
from ristretto.context.translate import translate as _
from ristretto.meta import Meta
from ristretto.schema import plan, sqlite
from ristretto.schema.system import SYSTEM_TABLES


def sync_table(meta: Meta) -> int:
    """Bring one table to its definition; the number of steps taken."""
    execute = current().db.execute
    steps = plan(meta, sqlite.snapshot(execute, f"tab{meta.name}"))
    if not steps:
        return 0
    try:
        sqlite.apply(execute, steps)
    except sqlite.UnreadableValue as error:
        message = _(
            "{0}: the value {1} in column {2} does not fit the new type. Correct the data first; nothing was changed."
        )
        raise errors.ValidationError(
            message.format(meta.name, error.value, error.column)
        ) from error
    except errors.UniqueConstraint as error:
        message = _(
            "{0}: column {1} cannot be unique, because some values occur twice."
            " Correct the data first; nothing was changed."
        )
        raise errors.ValidationError(message.format(meta.name, ", ".join(error.columns))) from error
    return len(steps)


def make_system_tables() -> None:
    for statement in SYSTEM_TABLES:
        current().db.execute(statement)


def table_columns(table: str) -> list[str]:
    return [str(row[1]) for row in current().db.execute(f"PRAGMA table_info(`{table}`)")]
