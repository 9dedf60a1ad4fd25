"""Decides the files of a released package, as stock Frappe v15 writes and reads them:
`<package>/<package>.json`, README.md, LICENSE.md and `<module>/<type>/<name>/<name>.json`, in one tar.gz.
"""

from __future__ import annotations

import io
import tarfile
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from ristretto.context import current, scrub
from ristretto.context.translate import translate as _
from ristretto.db.metas import get_meta, table_exists
from ristretto.document import get_doc
from ristretto.errors import ValidationError
from ristretto.site.app_frame import Files
from ristretto.site.customised import contents
from ristretto.site.customised.app import cleaned
from ristretto.site.customised.archive import MAX_BYTES, MAX_FILES, Content, records_in
from ristretto.site.customised.kinds import BY_DOCTYPE, ORDER
from ristretto.site.fixtures import as_json, strip
from ristretto.site.walk import SYNCED_TYPES

Record = dict[str, Any]
CHANGES = {
    "Custom Field": ("dt", "custom_fields"),
    "Property Setter": ("doc_type", "property_setters"),
}
FIXED_DATE = 1577836800  # the same records give the same bytes


def files_of(package: Any) -> Files:
    """All that lies in modules of the package."""
    root = package.package_name
    files = {
        f"{root}/{root}.json": as_json(strip(package.as_dict())),
        f"{root}/README.md": package.readme or "",
    }
    if package.license:
        files[f"{root}/LICENSE.md"] = package.license
    for module in contents.rows_of("Module Def", {"package": package.name, "custom": 1}, ["name"]):
        for record in _records_of(module["name"]):
            leaf = scrub(str(record["name"])).replace("/", "_")
            folder = f"{root}/{scrub(module['name'])}/{scrub(record['doctype'])}/{leaf}"
            files[f"{folder}/{leaf}.json"] = as_json(cleaned(record)) + "\n"
    return files


def _records_of(module: str) -> list[Record]:
    found: list[Record] = []
    for doctype in [*BY_DOCTYPE, *CHANGES]:
        if scrub(doctype) not in SYNCED_TYPES or not table_exists(f"tab{doctype}"):
            continue
        meta = get_meta(doctype)
        if not meta.field("module"):
            continue
        own = BY_DOCTYPE[doctype].own if doctype in BY_DOCTYPE else {}
        names = contents.rows_of(doctype, {**own, "module": module}, ["name"])
        found += [get_doc(doctype, row["name"]).as_dict() for row in names]
    return found


def pack(files: Files) -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w:gz") as archive:
        for path in sorted(files):
            data = files[path].encode()
            entry = tarfile.TarInfo(path)
            entry.size, entry.mtime = len(data), FIXED_DATE
            archive.addfile(entry, io.BytesIO(data))
    return target.getvalue()


def read(data: bytes) -> tuple[Record, Content]:
    """The Package record and what it brings; nothing is written to disk, programs are ignored."""
    files = _texts(data)
    root = next((PurePosixPath(path).parts[0] for path in files), "")
    text = files.get(f"{root}/{root}.json")
    if text is None:
        raise ValidationError(
            _("The file is no released package: {0} is missing").format("<package>/<package>.json")
        )
    package = records_in(f"{root}.json", text)[0]
    found = [
        record
        for path, body in files.items()
        if len(PurePosixPath(path).parts) == 5
        for record in records_in(path, body)
    ]
    unknown = {row["doctype"] for row in found} - set(BY_DOCTYPE) - set(CHANGES)
    if unknown or package.get("doctype") != "Package":
        raise ValidationError(
            _("The file brings {0}, which are not taken in this way").format(
                ", ".join(sorted(unknown)) or package.get("doctype")
            )
        )
    records = [row for row in found if row["doctype"] in BY_DOCTYPE]
    records.sort(key=lambda row: ORDER[row["doctype"]])
    return package, Content(root, root, "", [], records, _changes(found))


def _texts(data: bytes) -> Files:
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:gz") as archive:
            entries = [entry for entry in archive.getmembers() if entry.isfile()]
            if len(entries) > MAX_FILES or sum(entry.size for entry in entries) > MAX_BYTES:
                raise ValidationError(_("The archive is too large for a package"))
            wanted = [entry for entry in entries if entry.name.endswith(".json")]
            return {entry.name.removeprefix("./"): _text(archive, entry) for entry in wanted}
    except (tarfile.TarError, UnicodeDecodeError, EOFError, OSError) as error:
        raise ValidationError(_("The file is no tar.gz archive of a package")) from error


def _text(archive: tarfile.TarFile, entry: tarfile.TarInfo) -> str:
    stream = archive.extractfile(entry)
    return stream.read().decode() if stream else ""


def _changes(found: list[Record]) -> list[Record]:
    """Custom fields and property setters, gathered by the DocType they change."""
    gathered: dict[str, Record] = {}
    for row in found:
        if row["doctype"] not in CHANGES:
            continue
        owner, key = CHANGES[row["doctype"]]
        none: Record = {"doctype": row[owner], "custom_fields": [], "property_setters": []}
        gathered.setdefault(row[owner], none)[key].append(row)
    return list(gathered.values())


def only_newer(content: Content) -> Content:
    """Without what the site has in the same or a later version."""
    return replace(content, records=[row for row in content.records if _is_newer(row)])


def _is_newer(record: Record) -> bool:
    stored = current().db.execute(
        f"SELECT `modified` FROM `tab{record['doctype']}` WHERE `name` = ?", (record["name"],)
    )
    return not stored or str(record.get("modified") or "9") > str(stored[0][0])
