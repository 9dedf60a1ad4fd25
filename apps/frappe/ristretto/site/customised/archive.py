"""Decides how the files of an app become one zip and how such a zip is read: names, sizes and kinds are checked,
programs in it are ignored.
"""

from __future__ import annotations

import ast
import io
import json
import zipfile
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from ristretto.context.translate import translate as _
from ristretto.errors import ValidationError
from ristretto.site.app_frame import Files
from ristretto.site.customised.kinds import BY_DOCTYPE, ORDER

Record = dict[str, Any]
MAX_FILES = 5000
MAX_BYTES = 50 * 1024 * 1024
FIXED_DATE = (2020, 1, 1, 0, 0, 0)  # the same choice gives the same bytes


@dataclass(frozen=True)
class Content:
    """What an archive brings: records in the order of arrival, and changes of DocTypes."""

    app: str
    title: str
    version: str
    modules: list[str]
    records: list[Record] = field(default_factory=list)
    changes: list[Record] = field(default_factory=list)


def pack(files: Files) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(files):
            archive.writestr(zipfile.ZipInfo(path, FIXED_DATE), files[path].encode())
    return target.getvalue()


def unpack(files: Files, folder: Path) -> None:
    """The app's files into `folder`, which then is the app's repository; what lies there is replaced."""
    for path, text in files.items():
        target = folder.joinpath(*PurePosixPath(path).parts[1:])
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


def read(data: bytes) -> Content:
    """The content of an app that was taken out here or by stock's own means; ValidationError names the file."""
    files = _texts(data)
    app = _app_of(files)
    found: list[Record] = []
    changes: list[Record] = []
    for path, text in files.items():
        if not path.endswith(".json") or not path.startswith(f"{app}/{app}/"):
            continue
        for record in records_in(path, text):
            is_change = PurePosixPath(path).parent.name == "custom"
            (changes if is_change else found).append(record)
    unknown = {record.get("doctype") for record in found} - set(BY_DOCTYPE)
    if unknown:
        names = ", ".join(sorted(str(name) for name in unknown))
        raise ValidationError(
            _("The file brings {0}, which are not taken in this way").format(names)
        )
    found.sort(key=lambda record: ORDER[record["doctype"]])
    facts = _facts(files, app)
    modules = files.get(f"{app}/{app}/modules.txt", "").split("\n")
    return Content(app, *facts, [name for name in modules if name.strip()], found, changes)


def _texts(data: bytes) -> Files:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile as error:
        raise ValidationError(_("The file is no zip archive of a package")) from error
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > MAX_FILES or sum(entry.file_size for entry in entries) > MAX_BYTES:
        raise ValidationError(_("The archive is too large for a package"))
    wanted = (".json", ".txt", ".py")
    return {
        entry.filename: _text(archive, entry)
        for entry in entries
        if entry.filename.endswith(wanted)
    }


def _text(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> str:
    try:
        return archive.read(entry).decode()
    except (UnicodeDecodeError, zipfile.BadZipFile, RuntimeError) as error:
        raise ValidationError(
            _("{0} cannot be read: take the package out again").format(entry.filename)
        ) from error


def _app_of(files: Files) -> str:
    hooks = [PurePosixPath(path).parts for path in files if path.endswith("/hooks.py")]
    apps = [parts[0] for parts in hooks if len(parts) == 3 and parts[0] == parts[1]]
    if len(apps) != 1:
        raise ValidationError(
            _("The archive holds no package: {0} is missing").format("<name>/<name>/hooks.py")
        )
    return apps[0]


def records_in(path: str, text: str) -> list[Record]:
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValidationError(
            _("{0}: line {1} is no JSON: {2}").format(path, error.lineno, error.msg)
        ) from error
    rows = value if isinstance(value, list) else [value]
    for row in rows:
        if not isinstance(row, dict) or not isinstance(row.get("doctype"), str):
            raise ValidationError(_("{0}: every record needs a DocType").format(path))
        if "custom_fields" not in row and not isinstance(row.get("name"), str):
            raise ValidationError(_("{0}: every record needs a name").format(path))
    return rows


def _facts(files: Files, app: str) -> tuple[str, str]:
    """Title and version, read without running a line of the app."""
    title = _constant(files.get(f"{app}/{app}/hooks.py", ""), "app_title") or app
    return title, _constant(files.get(f"{app}/{app}/__init__.py", ""), "__version__")


def _constant(source: str, name: str) -> str:
    try:
        body = ast.parse(source).body
    except SyntaxError:
        return ""
    for node in body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == name:
            return str(node.value.value) if isinstance(node.value, ast.Constant) else ""
    return ""
