"""Decides how tables are brought to their definitions: snapshot, plan, apply, in the running transaction."""

from __future__ import annotations

from ristretto import errors
from ristretto.context import current
from ristretto.context.translate import translate as _
from ristretto.db.dialects import speech
from ristretto.meta import Meta
from ristretto.schema import plan
from ristretto.schema.sqlite import UnreadableValue
from ristretto.schema.system import INDEXES, TABLES


def sync_table(meta: Meta) -> int:
    """Bring one table to its definition; the number of steps taken."""
    execute, dialect = current().db.execute, speech()
    steps = plan(meta, dialect.snapshot(execute, f"tab{meta.name}"))
    if not steps:
        return 0
    try:
        dialect.apply(execute, steps)
    except UnreadableValue as error:
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
    for name, columns in TABLES.items():
        make_table(name, columns)
    for table, names in INDEXES.items():
        speech().add_index(current().db.execute, table, names, f"ix_{names[0]}", unique=False)


def make_table(name: str, columns: tuple[str, ...]) -> None:
    """A table that is no DocType, made when it is missing; a process asks until it is there for good."""
    context = current()
    made = context.site.cache("made_tables")
    if name in made:
        return
    if not speech().table_exists(context.db.execute, name):
        context.db.execute(speech().system_table(name, columns))
    elif not context.db.writes:
        made[name] = True


def table_columns(table: str) -> list[str]:
    return speech().columns(current().db.execute, table)
