"""Decides how an app's sample and master records travel: fixtures/*.json in, and out again (12.4).

In: every file replaces its records on install and on each migrate, with validation on. Out: keys that
differ from site to site are dropped, keys sorted, so that a diff shows what a person changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from ristretto import query
from ristretto.context import current, scrub
from ristretto.db.metas import get_meta
from ristretto.document import get_doc
from ristretto.errors import DoesNotExistError
from ristretto.meta.constants import OPTIONAL_FIELDS
from ristretto.site.progress import say
from ristretto.site.records import import_file

DROPPED = ("modified_by", "creation", "owner", "idx", "lft", "rgt")
DROPPED_IN_ROWS = (*DROPPED, "docstatus", "doctype", "modified", "name")


def import_fixtures(app: str) -> None:
    """Read every fixture file of an app; each file is one transaction."""
    folder = Path(current().site.app_path(app)) / "fixtures"
    if not folder.is_dir():
        return
    context = current()
    context.flags.in_fixtures = True
    try:
        for path in sorted(folder.glob("*.json")):
            _import_one(path)
    finally:
        context.flags.in_fixtures = False


def _import_one(path: Path) -> None:
    context = current()
    context.flags.mute_emails = True
    try:
        import_file(path, force=True, is_data=True)
        context.db.commit()
    except (ImportError, DoesNotExistError) as error:
        context.db.rollback()
        say(f"Skipping fixture syncing from the file {path.name}. Reason: {error}")
    finally:
        context.flags.mute_emails = False


def export_fixtures(app: str) -> list[Path]:
    """Write the records that the app's hook `fixtures` names; returns the files written."""
    folder = Path(current().site.app_path(app)) / "fixtures"
    return [
        _export_one(doctype, filters, or_filters, folder)
        for doctype, filters, or_filters in declared(app)
    ]


def declared(app: str) -> Iterator[tuple[str, Any, Any]]:
    """(doctype, filters, or_filters) of each entry of the hook."""
    for entry in current().site.get_hooks("fixtures", app=app):
        if isinstance(entry, dict):
            doctype = entry.get("doctype") or entry["dt"]
            yield doctype, entry.get("filters"), entry.get("or_filters")
        else:
            yield entry, None, None


def _export_one(doctype: str, filters: Any, or_filters: Any, folder: Path) -> Path:
    path = folder / f"{scrub(doctype)}.json"
    folder.mkdir(exist_ok=True)
    export_json(doctype, path, filters=filters, or_filters=or_filters)
    return path


def export_json(
    doctype: str,
    path: Path,
    *,
    name: str | None = None,
    filters: Any = None,
    or_filters: Any = None,
    order_by: str = "idx asc, creation asc",
) -> int:
    """Write records of a DocType to a file in the fixture format; returns how many."""
    if name or get_meta(doctype).issingle:
        names = [name or doctype]
    else:
        # The person at the terminal owns the database file: permissions do not apply.
        names = query.get_list(
            doctype,
            fields=["name"],
            filters=filters,
            or_filters=or_filters,
            order_by=order_by,
            pluck="name",
            ignore_permissions=True,
        )
    records = [strip(get_doc(doctype, each).as_dict()) for each in names]
    path.write_text(as_json(records), encoding="utf-8")
    return len(records)


def strip(record: dict[str, Any]) -> dict[str, Any]:
    """A record without what belongs to this site only."""
    kept = {
        key: value
        for key, value in record.items()
        if key not in DROPPED and not (key in OPTIONAL_FIELDS and value is None)
    }
    return {
        key: [_strip_row(row) for row in value] if isinstance(value, list) else value
        for key, value in kept.items()
    }


def _strip_row(row: Any) -> Any:
    if not isinstance(row, dict):
        return row
    return {key: value for key, value in row.items() if key not in DROPPED_IN_ROWS}


def as_json(value: Any) -> str:
    """Frappe's way of writing records: sorted keys, indent of one, Unicode as it is."""
    return json.dumps(
        value, indent=1, sort_keys=True, default=_encode, separators=(",", ": "), ensure_ascii=False
    )


def _encode(value: Any) -> Any:
    if isinstance(value, datetime | date | timedelta):
        return str(value)
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")
