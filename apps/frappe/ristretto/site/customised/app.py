"""Decides the files of the small app into which a customer's work is written: an app as `bench new-app` makes
one, custom DocTypes and standard records in module folders, fixtures for the rest, `custom/` for changes.

Stock Frappe v15 reads each of these itself: the app holds no program of its own.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from ristretto.context import current, scrub
from ristretto.context.translate import translate as _
from ristretto.document import get_doc
from ristretto.errors import ValidationError
from ristretto.site.app_frame import About, Files, frame
from ristretto.site.customised import contents
from ristretto.site.customised.kinds import BY_DOCTYPE, CHANGES, ORDER, RIGHTS
from ristretto.site.export import exportable
from ristretto.site.fixtures import as_json, strip

NAME = re.compile(r"[a-z][a-z0-9_]{2,49}")
VERSION = re.compile(r"\d+\.\d+\.\d+")

FIXTURES = """
# What `bench export-fixtures --app {name}` writes again.
fixtures = {rows}
"""


@dataclass(frozen=True)
class Package:
    """What the app is called."""

    name: str
    title: str
    version: str
    publisher: str = "-"

    def check(self) -> None:
        if not NAME.fullmatch(self.name) or self.name in current().site.installed_apps:
            raise ValidationError(
                _(
                    "{0}: the name of a package has 3 to 50 small letters without marks, digits or _,"
                    " and is not the name of an installed app"
                ).format(self.name)
            )
        if not VERSION.fullmatch(self.version):
            raise ValidationError(
                _("{0}: a version is three numbers, such as 1.0.0").format(self.version)
            )
        if not self.title.strip() or set(self.title) & set('"\\\n'):
            raise ValidationError(_("The title of a package is one line without quotation marks"))

    @property
    def module(self) -> str:
        """The module of what belongs to no module of the site's own."""
        return self.name.replace("_", " ").title()


def files_of(package: Package, chosen: contents.Chosen) -> Files:
    """All files of the app; every part's needs are included."""
    package.check()
    whole = contents.closed(_only_records(chosen))
    records = [get_doc(kind, name).as_dict() for kind in _ordered(whole) for name in whole[kind]]
    own = own_modules()
    written: Files = {}
    for record in records:
        kind = BY_DOCTYPE[record["doctype"]]
        if kind.in_module:
            written[_record_path(package, record, own)] = as_json(cleaned(record)) + "\n"
    written |= _fixtures(package, records)
    written |= _changes(package, chosen, whole)
    return {**_frame(package, records, own, written), **written}


def _only_records(chosen: contents.Chosen) -> contents.Chosen:
    unknown = set(chosen) - set(BY_DOCTYPE) - {CHANGES, RIGHTS}
    if unknown:
        raise ValidationError(_("{0}: such parts do not travel").format(", ".join(sorted(unknown))))
    if not all(isinstance(names, list) and all(map(_is_name, names)) for names in chosen.values()):
        raise ValidationError(_("The choice is an object with a list of names for each DocType"))
    return {doctype: names for doctype, names in chosen.items() if doctype in BY_DOCTYPE}


def _is_name(value: object) -> bool:
    return isinstance(value, str)


def _ordered(whole: contents.Chosen) -> list[str]:
    return sorted(whole, key=ORDER.__getitem__)


def own_modules() -> set[str]:
    """Modules that people of the site made: they become modules of the app."""
    rows = current().db.execute("SELECT `name` FROM `tabModule Def` WHERE `custom` = 1")
    return {row[0] for row in rows}


def cleaned(record: dict[str, Any]) -> dict[str, Any]:
    """As an app ships records; rows of definitions keep only what is set."""
    if record["doctype"] == "DocType":
        definition = exportable({key: value for key, value in record.items() if value != 0})
        order = [field["fieldname"] for field in definition.get("fields") or []]
        return {**definition, "custom": 1, "field_order": order}
    return strip(record)


def _folder(package: Package, module: str | None, own: set[str]) -> str:
    return scrub(module if module in own else package.module)


def _record_path(package: Package, record: dict[str, Any], own: set[str]) -> str:
    leaf = slug(str(record["name"]))
    module = _folder(package, record.get("module"), own)
    kind = scrub(record["doctype"])
    return f"{package.name}/{package.name}/{module}/{kind}/{leaf}/{leaf}.json"


def slug(name: str) -> str:
    """A folder's name without marks and slashes: "Tờ trình 01/2026" -> to_trinh_01_2026."""
    plain = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "D"))
    kept = "".join(char for char in plain if not unicodedata.combining(char))
    return re.sub(r"[^a-z0-9]+", "_", kept.lower()).strip("_") or "record"


def _fixtures(package: Package, records: list[dict[str, Any]]) -> Files:
    """`fixtures/<type>.json`, the form of `bench export-fixtures`."""
    grouped: dict[str, list[dict[str, Any]]] = {}
    for record in records:
        if not BY_DOCTYPE[record["doctype"]].in_module:
            grouped.setdefault(record["doctype"], []).append(strip(record))
    folder = f"{package.name}/{package.name}/fixtures"
    return {f"{folder}/{scrub(name)}.json": as_json(rows) for name, rows in grouped.items()}


def _changes(package: Package, chosen: contents.Chosen, whole: contents.Chosen) -> Files:
    """`custom/<doctype>.json`, the form of Export Customizations; a DocType of the site's own takes its
    added fields and set rights along in any case."""
    forms = dict.fromkeys([*chosen.get(CHANGES, []), *whole.get("DocType", [])])
    rights = dict.fromkeys([*chosen.get(RIGHTS, []), *whole.get("DocType", [])])
    folder = f"{package.name}/{package.name}/{scrub(package.module)}/custom"
    written: Files = {}
    for doctype in dict.fromkeys([*forms, *rights]):
        none: dict[str, Any] = {"custom_fields": [], "property_setters": []}
        parts = contents.changes_of(doctype) if doctype in forms else none
        perms = contents.rights_of(doctype) if doctype in rights else []
        if perms or any(parts.values()):
            about = {"doctype": doctype, "links": [], "sync_on_migrate": 1}
            text = as_json({**parts, "custom_perms": perms, **about})
            written[f"{folder}/{scrub(doctype)}.json"] = text
    return written


def _frame(package: Package, records: list[dict[str, Any]], own: set[str], written: Files) -> Files:
    """What makes the folder an app, and each of its folders a package of Python."""
    used = {str(record["module"]) for record in records if record.get("module") in own}
    modules = [package.module, *sorted(used - {package.module})]
    about = About(
        package.name,
        package.title,
        package.title,
        package.publisher,
        "",
        "Proprietary",
        package.version,
    )
    rows = FIXTURES.format(name=package.name, rows=_fixture_rows(records))
    parts = frame(about, modules, _readme(package), more_hooks=rows)
    files = {f"{package.name}/{path}": text for path, text in parts.items()}
    inner = f"{package.name}/{package.name}"
    for path in written:
        folder = path.rsplit("/", 1)[0]
        while folder != inner and not folder.endswith(("/fixtures", "/custom")):
            files.setdefault(f"{folder}/__init__.py", "")
            folder = folder.rsplit("/", 1)[0]
    return files


def _fixture_rows(records: list[dict[str, Any]]) -> str:
    names: dict[str, list[str]] = {}
    for record in records:
        if not BY_DOCTYPE[record["doctype"]].in_module:
            names.setdefault(record["doctype"], []).append(str(record["name"]))
    rows = [{"dt": doctype, "filters": [["name", "in", found]]} for doctype, found in names.items()]
    lines = "".join(f"\t{row!r},\n" for row in rows)
    return f"[\n{lines}]" if lines else "[]"


def _readme(package: Package) -> str:
    name = package.name
    return (
        f"# {package.title}\n\nForms, workflows, reports and settings taken out of a site, version"
        f" {package.version}. It holds no program.\n\nOn a bench with Frappe v15, where this folder"
        f" lies in a git repository of its own:\n\n    git init && git add . && git commit -m"
        f" {package.version}\n    bench get-app /path/to/{name}\n    bench --site SITE install-app"
        f" {name}\n\nA later version: replace the files, commit, pull in `apps/{name}`, and run"
        " `bench --site SITE migrate`. Fixtures and `custom/` win over what was changed on the site"
        " since; change the original site and take it out again.\n"
    )
