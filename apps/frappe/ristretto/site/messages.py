"""Decides which texts of an app people read: literals handed to `_()` and `__()`, and texts of shipped records."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ristretto.context import current
from ristretto.site import walk

SCRIPT_TEXT = re.compile(r"""(?<![\w.])__?\(\s*(["'`])((?:\\.|(?!\1).)+)\1""")
FIELD_TEXTS = ("label", "description", "placeholder")
RECORD_TEXTS = ("name", "label", "title", "description", "report_name", "documentation", "subject")
ROW_TEXTS = ("label", "description", "group", "role", "title")
SCRIPTS = (".js", ".html", ".vue", ".ts")
LEFT_OUT = {"node_modules", "tests", "dist", "__pycache__"}


def texts_of(app: str) -> list[str]:
    """The app's texts in reading order, each once; only those with two letters in a row."""
    folder = Path(current().site.app_path(app))
    found = [*_record_texts(app, folder), *_python_texts(folder), *_script_texts(folder)]
    found += current().site.module_titles(app)
    return [text for text in dict.fromkeys(each.strip() for each in found) if is_words(text)]


def is_words(text: str) -> bool:
    return re.search(r"[^\W\d_]{2}", text) is not None


def _files(folder: Path, endings: tuple[str, ...]) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder).parts
        if path.suffix in endings and not LEFT_OUT.intersection(inside) and path.is_file():
            yield path


def _python_texts(folder: Path) -> Iterator[str]:
    for path in _files(folder, (".py",)):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("_", "_lt"):
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield first.value


def _script_texts(folder: Path) -> Iterator[str]:
    for path in _files(folder, SCRIPTS):
        for found in SCRIPT_TEXT.finditer(path.read_text(encoding="utf-8")):
            yield found.group(2)


def _record_texts(app: str, folder: Path) -> Iterator[str]:
    for path in walk.app_files(folder, current().site.modules.get(app, [])):
        record = json.loads(path.read_text(encoding="utf-8"))
        for each in record if isinstance(record, list) else [record]:
            yield from _texts(each, RECORD_TEXTS)


def _texts(record: dict[str, Any], keys: tuple[str, ...]) -> Iterator[str]:
    yield from (record[key] for key in keys if isinstance(record.get(key), str))
    if record.get("fieldtype") == "Select":
        yield from str(record.get("options") or "").split("\n")
    for value in record.values():
        if isinstance(value, list):
            for row in value:
                if isinstance(row, dict):
                    yield from _texts(row, FIELD_TEXTS if "fieldtype" in row else ROW_TEXTS)
