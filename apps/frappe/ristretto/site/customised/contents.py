"""Decides what of a site was built by its people, what each part is called, and what needs what."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ristretto import query
from ristretto.context import AttrDict, current, scrub
from ristretto.context.translate import translate as _
from ristretto.db.metas import get_meta, table_exists
from ristretto.document import get_doc
from ristretto.errors import ValidationError
from ristretto.site.customised.kinds import (
    BY_DOCTYPE,
    CHANGES,
    IMPLIED,
    KINDS,
    NEVER_SEEDED,
    RIGHTS,
    Kind,
)

Row = dict[str, Any]
Chosen = dict[str, list[str]]  # DocType of the parts -> names
AUTOMATIC_ROLES = ("Administrator", "Guest", "All", "Desk User")


def rows_of(doctype: str, filters: Any, fields: list[str]) -> list[Row]:
    """Records whoever may see them: the callers asked for the role that may take everything out."""
    found: list[Row] = query.get_list(
        doctype, fields=fields, filters=filters, order_by="name", ignore_permissions=True, limit=0
    )
    return found


def groups() -> list[Row]:
    """[{doctype, rows: [{name, title, about, chosen}]}] of everything that may be taken out."""
    found = [_group(kind) for kind in KINDS if kind.doctype not in IMPLIED]
    parts = [*found, _changed_forms(), _changed_rights()]
    return [group for group in parts if group["rows"]]


def choice(*, everything: bool = False) -> Chosen:
    """What the desk has ticked when it opens, or all there is."""
    chosen = {
        group["doctype"]: [row["name"] for row in group["rows"] if row["chosen"] or everything]
        for group in groups()
    }
    return {doctype: names for doctype, names in chosen.items() if names}


def _group(kind: Kind) -> Row:
    rows = _candidates(kind) if table_exists(f"tab{kind.doctype}") else []
    return {"doctype": kind.doctype, "rows": [_part(kind, row) for row in rows]}


def _candidates(kind: Kind) -> list[Row]:
    meta = get_meta(kind.doctype)
    title = meta.title_field or ""
    wanted = ["name", "owner", "creation", "modified", title, kind.about, "module"]
    fields = [name for name in dict.fromkeys(wanted) if name in meta.valid_columns]
    filters = {key: value for key, value in kind.own.items() if key in meta.valid_columns}
    rows = rows_of(kind.doctype, filters, fields)
    if kind.doctype == "Role":
        shipped = _shipped_roles()
        return [row for row in rows if row["name"] not in shipped]
    return [row for row in rows if not _is_shipped(kind.doctype, row)]


def _shipped_roles() -> set[str]:
    """Roles that come into being with the apps: the framework's own, and those in permission rows."""
    found = current().db.execute(
        "SELECT DISTINCT `role` FROM `tabDocPerm` WHERE `parent` IN"
        " (SELECT `name` FROM `tabDocType` WHERE `custom` = 0)"
    )
    return {row[0] for row in found} | set(AUTOMATIC_ROLES)


def _is_shipped(doctype: str, row: Row) -> bool:
    """An app's own file says so: workspaces carry no other mark."""
    site = current().site
    module = scrub(str(row.get("module") or ""))
    app = site.module_app.get(module)
    if app is None or doctype == "DocType":
        return False
    leaf = scrub(str(row["name"]))
    path = Path(site.app_path(app)) / module / scrub(doctype) / leaf / f"{leaf}.json"
    return path.exists()


def _part(kind: Kind, row: Row) -> Row:
    about = str(row.get(kind.about) or "") if kind.about else ""
    title = str(row.get(get_meta(kind.doctype).title_field or "name") or row["name"])
    chosen = kind.doctype in NEVER_SEEDED or _is_built_here(row, about)
    return {"name": row["name"], "title": title, "about": about, "chosen": chosen}


def _is_built_here(row: Row, about: str) -> bool:
    """Installing an app leaves records of Administrator that nobody touched since: these are not."""
    if about and _is_own_doctype(about):
        return True
    return bool(row["owner"] != "Administrator" or row["creation"] != row["modified"])


def _is_own_doctype(doctype: str) -> bool:
    rows = current().db.execute("SELECT `custom` FROM `tabDocType` WHERE `name` = ?", (doctype,))
    return bool(rows and rows[0][0])


def _changed_forms() -> Row:
    own = {"is_system_generated": 0}
    names = {row["dt"] for row in rows_of("Custom Field", own, ["dt"])}
    names |= {row["doc_type"] for row in rows_of("Property Setter", own, ["doc_type"])}
    return {"doctype": CHANGES, "rows": [_whole(name) for name in sorted(names)]}


def _changed_rights() -> Row:
    names = {row["parent"] for row in rows_of("Custom DocPerm", {}, ["parent"])}
    return {"doctype": RIGHTS, "rows": [_whole(name) for name in sorted(names)]}


def _whole(doctype: str) -> Row:
    return {"name": doctype, "title": doctype, "about": "", "chosen": True}


def closed(chosen: Chosen) -> Chosen:
    """The choice and everything of this site that it needs: child tables, states of a workflow, charts."""
    done: dict[str, list[str]] = {}
    waiting = [(doctype, name) for doctype, names in chosen.items() for name in names]
    for doctype, name in waiting:
        if not _may_travel(doctype, name):
            raise ValidationError(
                _("{0} {1} was not made on this site: it does not travel").format(doctype, name)
            )
    while waiting:
        doctype, name = waiting.pop(0)
        if name in done.get(doctype, []):
            continue
        done.setdefault(doctype, []).append(name)
        waiting += [part for part in _needs(doctype, name) if _may_travel(*part)]
    return done


def _may_travel(doctype: str, name: str) -> bool:
    if doctype == "Role" and name in _shipped_roles():
        return False
    return bool(rows_of(doctype, {**BY_DOCTYPE[doctype].own, "name": name}, ["name"]))


def _needs(doctype: str, name: str) -> list[tuple[str, str]]:
    if doctype == "DocType":
        tables = [("DocType", field.options) for field in get_meta(name).get_table_fields()]
        rows = [*get_doc("DocType", name).permissions, *map(AttrDict, rights_of(name))]
        return tables + [("Role", row.role) for row in rows] + _words_of(name)
    if doctype == "Workflow":
        return _of_workflow(get_doc("Workflow", name))
    if doctype == "Workspace":
        return _of_workspace(get_doc("Workspace", name))
    if doctype == "Dashboard Chart":
        report = get_doc("Dashboard Chart", name).get("report_name")
        return [("Report", report)] if report else []
    return []


def _words_of(doctype: str) -> list[tuple[str, str]]:
    """What the form, its module and its labels are called in other languages."""
    meta = get_meta(doctype)
    words = [doctype, meta.module, *(field.label for field in meta.fields if field.label)]
    rows = rows_of("Translation", {"source_text": ("in", words)}, ["name"])
    return [("Translation", row["name"]) for row in rows]


def _of_workflow(flow: Any) -> list[tuple[str, str]]:
    needs = [("Workflow State", row.state) for row in flow.states]
    needs += [("Workflow Action Master", row.action) for row in flow.transitions]
    needs += [("Role", row.allow_edit) for row in flow.states]
    return needs + [("Role", row.allowed) for row in flow.transitions]


def _of_workspace(page: Any) -> list[tuple[str, str]]:
    needs = [("Dashboard Chart", row.chart_name) for row in page.get("charts") or []]
    needs += [("Number Card", row.number_card_name) for row in page.get("number_cards") or []]
    blocks = page.get("custom_blocks") or []
    needs += [("Custom HTML Block", row.custom_block_name) for row in blocks]
    links = [*(page.get("links") or []), *(page.get("shortcuts") or [])]
    needs += [("Report", row.link_to) for row in links if _points_to_report(row)]
    return [(doctype, name) for doctype, name in needs if name]


def _points_to_report(row: Any) -> bool:
    return "Report" in (row.get("link_type"), row.get("type"))


def changes_of(doctype: str) -> Row:
    """Fields and properties of one DocType, as `custom/<doctype>.json` holds them."""
    # Series offered by Document Naming Settings count as made by the framework, on stock too.
    or_filters = {"is_system_generated": 0, "field_name": "naming_series"}
    fields = rows_of("Custom Field", {"dt": doctype}, ["*"])
    setters: list[Row] = query.get_list(
        "Property Setter",
        fields=["*"],
        filters={"doc_type": doctype},
        or_filters=or_filters,
        order_by="name",
        ignore_permissions=True,  # as in rows_of
        limit=0,
    )
    own = [row for row in fields if not row["is_system_generated"] or _is_own_doctype(doctype)]
    return {"custom_fields": own, "property_setters": setters}


def rights_of(doctype: str) -> list[Row]:
    return rows_of("Custom DocPerm", {"parent": doctype}, ["*"])
