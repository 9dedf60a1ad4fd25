"""Test records at Frappe's public place."""

from typing import Any

from ristretto.site.test_records import dependencies as get_dependencies
from ristretto.site.test_records import insert_records, shipped_records
from ristretto.site.test_records import make_test_records as _make

__all__ = ["get_dependencies", "make_test_objects", "make_test_records"]


def make_test_records(
    doctype: str, verbose: Any = 0, force: bool = False, commit: bool = False
) -> None:
    _make(doctype, force=force, commit=commit)


def make_test_objects(
    doctype: str,
    test_records: Any = None,
    verbose: Any = None,
    reset: bool = False,
    commit: bool = False,
) -> list[str]:
    records = shipped_records(doctype) if test_records is None else test_records
    return insert_records(doctype, records, reset=reset, commit=commit)
