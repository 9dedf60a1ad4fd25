"""Importing record files at Frappe's public place."""

from pathlib import Path
from typing import Any

from ristretto.site.records import file_hash, import_record, read_records

from frappe.modules.utils import import_file_by_path, reload_doc

__all__ = [
    "calculate_hash",
    "import_doc",
    "import_file_by_path",
    "import_files",
    "read_doc_from_file",
]

import_files = reload_doc


def calculate_hash(path: str) -> str:
    return file_hash(Path(path))


def read_doc_from_file(path: str) -> Any:
    records = read_records(Path(path))
    return records[0] if len(records) == 1 else records


def import_doc(
    docdict: dict[str, Any], data_import: bool = False, path: str | None = None, **_ignored: Any
) -> Any:
    return import_record(docdict, is_data=data_import, path=Path(path) if path else None)
