"""Finding a record to link to: by name, title and search fields, without regard to letter case or
accents."""

from typing import Any

from ristretto.db.fold import fold, fold_value
from ristretto.web.listing import filter_rows, parse_filters, parse_list
from ristretto.web.whitelist import is_registered

import frappe
from frappe import _
from frappe import validate_and_sanitize_search_inputs as validate_and_sanitize_search_inputs
from frappe.utils import sanitize_searchfield

# Rows looked at before the best ones are chosen; a page cut before ranking would hide good ones
# (observed P01g).
CANDIDATES = 500
_SEARCHED_TYPES = (
    "Data",
    "Text",
    "Small Text",
    "Long Text",
    "Link",
    "Select",
    "Read Only",
    "Text Editor",
    "Int",
)


@frappe.whitelist()
@frappe.read_only()
def search_link(
    doctype: str,
    txt: str,
    query: str | None = None,
    filters: Any = None,
    page_length: int = 10,
    searchfield: str | None = None,
    reference_doctype: str | None = None,
    ignore_user_permissions: bool = False,
) -> list[dict[str, Any]]:
    """[{value, description, label?}] for a Link control."""
    rows = search_widget(
        doctype,
        txt.strip(),
        query,
        searchfield=searchfield,
        page_length=page_length,
        filters=filters,
        reference_doctype=reference_doctype,
        ignore_user_permissions=ignore_user_permissions,
    )
    return build_for_autosuggest(rows, doctype)


@frappe.whitelist()
@frappe.read_only()
def search_widget(
    doctype: str,
    txt: str,
    query: str | None = None,
    searchfield: str | None = None,
    start: int = 0,
    page_length: int = 10,
    filters: Any = None,
    filter_fields: Any = None,
    as_dict: bool = False,
    reference_doctype: str | None = None,
    ignore_user_permissions: bool = False,
) -> list[Any]:
    """Rows [name, title, search fields …], or dicts. A custom query, named here or by the hook
    standard_queries, takes over."""
    sanitize_searchfield(searchfield)
    meta = frappe.get_meta(doctype)
    conditions = parse_filters(filters)
    path = query or _standard_query(doctype)
    if path:
        return _run_custom(
            path,
            doctype,
            txt,
            searchfield or "name",
            start,
            page_length,
            conditions,
            as_dict,
            reference_doctype,
        )
    columns = _columns(meta, parse_list(filter_fields, "filter_fields", of=str))
    of_forms = doctype == "DocType" and not frappe.has_permission("DocType")
    by_words = bool(meta.translated_doctype and txt)
    rows = frappe.get_list(
        doctype,
        filters=[
            *filter_rows(conditions, doctype),
            *_only_enabled(meta),
            *([["DocType", "name", "in", _own_forms()]] if of_forms else []),
        ],
        or_filters=[] if by_words else _text_conditions(meta, txt, searchfield),
        fields=columns,
        order_by=f"`tab{doctype}`.`idx` desc, `tab{doctype}`.`name` asc",
        # words are compared here: a DocType whose names are translated has some hundred records at most
        limit_page_length=0 if by_words else max(CANDIDATES, start + page_length),
        # The names of the forms that one may open are no secret; the definitions stay closed.
        ignore_permissions=of_forms
        or _may_ignore_user_permissions(doctype, reference_doctype, ignore_user_permissions),
        reference_doctype=reference_doctype,
    )
    if by_words:
        rows = [row for row in rows if _says(row, txt)]
    best = _best_first(rows, columns, txt)[start : start + page_length]
    return best if as_dict else [[row.get(column) for column in columns] for row in best]


@frappe.whitelist()
@frappe.read_only()
def get_link_title(doctype: str, docname: Any) -> str:
    """The title that stands for a name; the name itself where the DocType shows none, or the caller
    may not read it."""
    meta = frappe.get_meta(doctype)
    if not (meta.show_title_field_in_link and meta.title_field):
        return docname
    if not frappe.has_permission(doctype, "select", docname) and not frappe.has_permission(
        doctype, "read", docname
    ):
        return docname
    return frappe.db.get_value(doctype, docname, meta.title_field) or docname


@frappe.whitelist()
@frappe.read_only()
def get_names_for_mentions(search_term: str) -> list[dict[str, Any]]:
    """Desk users (and user groups) whose name contains the term, for @-mentions."""
    needle = fold(search_term)
    users = frappe.get_all(
        "User",
        fields=["name as id", "full_name as value"],
        filters={
            "name": ("not in", ("Administrator", "Guest")),
            "allowed_in_mentions": 1,
            "user_type": "System User",
            "enabled": 1,
        },
    )
    found = [
        dict(user, link=frappe.utils.get_url_to_form("User Profile", user.id)) for user in users
    ]
    found += [
        {"id": name, "value": name, "is_group": True, "link": ""}
        for name in frappe.get_all("User Group", pluck="name")
    ]
    return [entry for entry in found if needle in fold(f"{entry['value']} {entry['id']}")]


def build_for_autosuggest(res: list[Any], doctype: str) -> list[dict[str, Any]]:
    """Rows of a search as suggestions; the title becomes the label where the DocType shows
    titles."""
    meta = frappe.get_meta(doctype)
    shows_title = bool(meta.show_title_field_in_link and meta.title_field)
    suggestions = []
    for row in res:
        values = list(row.values()) if isinstance(row, dict) else list(row)
        entry = {"value": values[0]}
        rest = values[1:]
        if shows_title and rest:
            entry["label"] = rest.pop(0) or values[0]
        translated = [
            _(str(v)) if meta.translated_doctype else str(v) for v in rest if v not in (None, "")
        ]
        entry["description"] = ", ".join(dict.fromkeys(translated))
        suggestions.append(entry)
    return suggestions


def _says(row: Any, txt: str) -> bool:
    """Whether a value of the row holds the text, as it is stored or in the caller's language."""
    wanted = fold(txt)
    return any(wanted in fold(f"{value} {_(str(value))}") for value in row.values() if value)


def _standard_query(doctype: str) -> str | None:
    hooks = frappe.get_hooks("standard_queries", {})
    found = hooks.get(doctype) if isinstance(hooks, dict) else None
    return str(found[-1]) if found else None


def _run_custom(
    path: str,
    doctype: str,
    txt: str,
    searchfield: str,
    start: int,
    page_length: int,
    filters: Any,
    as_dict: bool,
    reference_doctype: str | None,
) -> list[Any]:
    """A whitelisted function with Frappe's signature. Unknown or not whitelisted: 403 or 417, stock
    404 or 500."""
    try:
        function = frappe.get_attr(path)
    except (AttributeError, ImportError, ValueError):
        frappe.throw(_("Search query {0} was not found").format(path))
    if not is_registered(function):
        frappe.throw(_("Function {0} is not whitelisted.").format(path), frappe.PermissionError)
    return frappe.call(
        function,
        doctype,
        txt,
        searchfield,
        start,
        page_length,
        filters or {},
        as_dict=as_dict,
        reference_doctype=reference_doctype,
    )


def _columns(meta: Any, extra: list[str]) -> list[str]:
    """name, title, search fields, and what the control asks for."""
    names = ["name", meta.title_field, *meta.get_search_fields(), *extra]
    valid = set(meta.get_valid_columns())
    return [name for name in dict.fromkeys(names) if name and name in valid]


def _text_conditions(meta: Any, txt: str, searchfield: str | None) -> list[list[Any]]:
    if not txt:
        return []
    names = ["name", meta.title_field, *meta.get_search_fields(), searchfield]
    searchable = []
    for name in dict.fromkeys(filter(None, names)):
        field = meta.get_field(name)
        if name == "name" or (field and field.fieldtype in _SEARCHED_TYPES):
            searchable.append(name)
    return [[meta.name, name, "like", f"%{txt}%"] for name in searchable]


def _only_enabled(meta: Any) -> list[list[Any]]:
    conditions: list[list[Any]] = []
    for name, operator in (("enabled", "="), ("disabled", "!=")):
        field = meta.get_field(name)
        if field and field.fieldtype == "Check":
            conditions.append([meta.name, name, operator, 1])
    return conditions


def _may_ignore_user_permissions(doctype: str, reference_doctype: str | None, asked: bool) -> bool:
    """A field marked "ignore user permissions" widens the choice, but only to what the role may
    select."""
    if not asked or not reference_doctype:
        return False
    fields = frappe.get_meta(reference_doctype).get_link_fields()
    marked = any(field.options == doctype and field.ignore_user_permissions for field in fields)
    return marked and (
        frappe.has_permission(doctype, "select") or frappe.has_permission(doctype, "read")
    )


def _own_forms() -> list[str]:
    """DocTypes that the caller may read or select: what a field that links to DocType may name.

    Stock shows the names of all DocTypes to everybody (frappectl and forms rely on some answer).
    """
    names = frappe.get_all("DocType", filters={"istable": 0}, pluck="name")
    return [
        name
        for name in names
        if frappe.has_permission(name) or frappe.has_permission(name, "select")
    ]


def _best_first(rows: list[Any], columns: list[str], txt: str) -> list[Any]:
    needle = fold(txt)
    return sorted(rows, key=lambda row: _rank(row, columns, needle))


def _rank(row: Any, columns: list[str], needle: str) -> tuple[int, int, str]:
    """Names that begin with the folded text, then titles and fields that begin with it, then where it
    stands."""
    texts = [fold_value(row.get(column) or "") or "" for column in columns]
    begins = next(
        (number for number, text in enumerate(texts) if text.startswith(needle)), len(texts)
    )
    places = [text.find(needle) for text in texts if needle in text]
    return begins, min(places, default=999), texts[0] if texts else ""
