"""Lists and the Report view of the desk: rows, counts, tags, saving a report, deleting a selection.

Unlike REST these endpoints have no default length and use the DocType's own order. All of them ask
for rights.
"""

from typing import Any

from ristretto import query
from ristretto.web.listing import parse_filters, parse_list, parse_object, size_of
from ristretto.web.serialize import plain
from ristretto.web.whitelist import is_long_list, slow

import frappe
from frappe import _

_IGNORED = (
    "cmd",
    "data",
    "csrf_token",
    "view",
    "with_comment_count",
    "save_user_settings",
    "ignore_permissions",
    "user",
)
BACKGROUND_OVER = 10


@frappe.whitelist()
@frappe.read_only()
@slow(is_long_list)
def get() -> Any:
    """{keys, values, user_info}; [] when nothing was found."""
    arguments = get_form_params()
    rows = execute(**arguments)
    if frappe.utils.cint(frappe.form_dict.get("with_comment_count")) and not arguments.get(
        "group_by"
    ):
        _add_comment_count(arguments["doctype"], rows)
    return compress(rows, arguments)


@frappe.whitelist()
@frappe.read_only()
@slow(is_long_list)
def get_list() -> list[Any]:
    """The rows as dicts."""
    return execute(**get_form_params())


@frappe.whitelist()
@frappe.read_only()
def get_count() -> int:
    """How many rows a list has; counting stops at `limit`."""
    arguments = get_form_params()
    limit = size_of(frappe.form_dict.get("limit"))
    if not limit:
        return query.count(
            arguments["doctype"],
            filters=arguments.get("filters"),
            or_filters=arguments.get("or_filters"),
        )
    arguments.update(
        fields=["name"],
        order_by=None,
        group_by=None,
        limit_start=0,
        limit_page_length=limit,
        distinct=True,
    )
    return len(execute(**arguments))


def get_form_params() -> Any:
    """The arguments of the request as a list query."""
    form = frappe._dict(
        {key: value for key, value in frappe.form_dict.items() if key not in _IGNORED}
    )
    if not form.doctype or not isinstance(form.doctype, str):
        frappe.throw(_("{0} is missing").format("doctype"))
    meta = frappe.get_meta(form.doctype)
    if meta.issingle:
        frappe.throw(_("{0} is a single record and has no list").format(_(form.doctype)))
    arguments = frappe._dict(
        doctype=form.doctype,
        fields=parse_list(form.fields, "fields", of=str) or ["name"],
        filters=parse_filters(form.filters),
        or_filters=parse_filters(form.or_filters, "or_filters"),
        order_by=form.order_by or None,
        group_by=form.group_by or None,
        limit_start=size_of(form.start or form.limit_start) or 0,
        limit_page_length=size_of(form.page_length or form.limit_page_length or form.limit),
        parent_doctype=form.parent_doctype or form.parent or None,
        distinct=_is_true(form.distinct),
        debug=_is_true(form.debug),
    )
    _add_aggregate(form, arguments)
    return arguments


def execute(doctype: str, *args: Any, **kwargs: Any) -> list[Any]:
    """Rows of a list query; the DocType's sort field where no order is given."""
    meta = frappe.get_meta(doctype)
    if not kwargs.get("order_by") and not kwargs.get("group_by") and not meta.istable:
        kwargs["order_by"] = _default_order(meta)
    return frappe.get_list(doctype, *args, **kwargs)


def compress(data: list[Any], args: Any = None) -> Any:
    """Keys once and values as lists, with the names of the people that appear."""
    if not data:
        return data
    keys = list(data[0])
    return {
        "keys": keys,
        "values": [[row.get(key) for key in keys] for row in data],
        "user_info": _user_info(data),
    }


@frappe.whitelist(methods=["POST", "PUT"])
def save_report(name: str, doctype: str, report_settings: str) -> str:
    """Store a Report Builder report under a name: a new one, or one's own."""
    if frappe.db.exists("Report", name):
        report = frappe.get_doc("Report", name)
        if report.is_standard == "Yes":
            frappe.throw(_("Standard Reports cannot be edited"))
        if report.report_type != "Report Builder":
            frappe.throw(_("Only a report of the type Report Builder can be changed here"))
        if report.owner != frappe.session.user and not report.has_permission("write"):
            frappe.throw(_("Report: your roles do not let you change it"), frappe.PermissionError)
    else:
        report = frappe.new_doc("Report")
        report.report_name = name
        report.ref_doctype = doctype
    frappe.has_permission(report.ref_doctype, "report", throw=True)
    report.report_type = "Report Builder"
    parse_object(report_settings, "report_settings")
    report.json = report_settings
    # Decided above: whoever may run reports on the DocType may keep one of their own.
    report.save(ignore_permissions=True)
    frappe.msgprint(
        _("Report {0} saved").format(frappe.bold(report.name)), indicator="green", alert=True
    )
    return report.name


@frappe.whitelist(methods=["POST", "DELETE"])
def delete_report(name: str) -> None:
    """Remove one's own Report Builder report."""
    report = frappe.get_doc("Report", name)
    if report.is_standard == "Yes":
        frappe.throw(_("Standard Reports cannot be deleted"))
    if report.report_type != "Report Builder":
        frappe.throw(_("Only a report of the type Report Builder can be deleted here"))
    if report.owner != frappe.session.user and not report.has_permission("delete"):
        frappe.throw(_("Report: your roles do not let you delete it"), frappe.PermissionError)
    # Decided above: the owner of a saved report, or somebody with the right.
    report.delete(ignore_permissions=True)
    frappe.msgprint(
        _("Report {0} deleted").format(frappe.bold(report.name)), indicator="green", alert=True
    )


@frappe.whitelist()
@frappe.read_only()
@slow()
def export_query() -> None:
    """The list as CSV or Excel; needs the export right."""
    from frappe.desk.reportview_export import export

    export(get_form_params(), frappe.form_dict)


@frappe.whitelist(methods=["POST", "DELETE"])
def delete_items() -> None:
    """Delete a selection; more than ten in the background. What cannot be deleted is reported, the
    rest goes."""
    items = parse_list(frappe.form_dict.get("items"), "items", of=str)
    doctype = frappe.form_dict.get("doctype")
    if len(items) > BACKGROUND_OVER:
        frappe.enqueue("frappe.desk.reportview.delete_bulk", doctype=doctype, items=items)
    else:
        delete_bulk(doctype, items)


def delete_bulk(doctype: str, items: list[str]) -> list[str]:
    """Names that could not be deleted."""
    refused = []
    for number, name in enumerate(items):
        savepoint = f"delete_items_{number}"
        frappe.db.savepoint(savepoint)
        try:
            frappe.delete_doc(doctype, name)
        except (frappe.ValidationError, frappe.PermissionError) as error:
            frappe.db.rollback(save_point=savepoint)
            frappe.clear_last_message()
            refused.append(f"{name}: {error}")
    if refused:
        frappe.msgprint(refused, title=_("Not deleted"), indicator="red", as_list=True)
    return refused


@frappe.whitelist()
@frappe.read_only()
def get_sidebar_stats(stats: Any, doctype: str, filters: Any = None) -> dict[str, Any]:
    return {"stats": get_stats(stats, doctype, filters)}


@frappe.whitelist()
@frappe.read_only()
def get_stats(stats: Any, doctype: str, filters: Any = None) -> dict[str, Any]:
    """{column: [[value, count]]}; needs read permission (closed hole: stock answers everybody)."""
    frappe.has_permission(doctype, "read", throw=True)
    conditions = parse_filters(filters)
    columns = set(frappe.get_meta(doctype).get_valid_columns())
    answer: dict[str, Any] = {}
    for column in parse_list(stats, "stats", of=str):
        if column not in columns:
            continue
        rows = frappe.get_list(
            doctype,
            fields=[column, "count(name) as count"],
            filters=conditions,
            group_by=column,
            order_by=None,
        )
        if rows and column not in rows[0]:
            continue  # above the caller's level
        counts = [[row[column], row["count"]] for row in rows if row[column]]
        empty = sum(row["count"] for row in rows if not row[column])
        answer[column] = _scrub_user_tags(counts, empty) if column == "_user_tags" else counts
    return answer


def get_match_cond(doctype: str, as_condition: bool = True) -> str:
    """SQL (with a leading `and`) that limits a query of an app to what the caller may see."""
    found = build_match_conditions(doctype)
    return f"and {found}" if found and as_condition else found


def build_match_conditions(doctype: str, user: str | None = None, as_condition: bool = True) -> str:
    """The same without `and`; "" for Administrator. Names are found by the list engine, so both
    always agree."""
    if (user or frappe.session.user) == "Administrator":
        return ""
    return _names_found(doctype, user=user)


def get_filters_cond(
    doctype: str,
    filters: Any,
    conditions: list[str],
    ignore_permissions: bool | None = None,
    with_match_conditions: bool = False,
) -> str:
    """SQL (with a leading `and`) of filters, for a query of an app; `conditions` get it as well."""
    found = parse_filters(filters)
    if not found:
        return ""
    if not ignore_permissions and not frappe.has_permission(doctype, "select"):
        frappe.has_permission(doctype, "read", throw=True)
    if with_match_conditions and (matched := build_match_conditions(doctype)):
        conditions.append(matched)
    # The filters alone: the query's author decides by `with_match_conditions` whether rights narrow it.
    conditions.append(_names_found(doctype, filters=found, ignore_permissions=True))
    return " and " + " and ".join(conditions)


def _names_found(doctype: str, **arguments: Any) -> str:
    """`name in (the list engine's own query)`, its values written as literals."""
    text = frappe.get_list(doctype, fields=["name"], order_by=None, run=False, **arguments)
    return f"`tab{doctype}`.`name` in ({text})"


def _default_order(meta: Any) -> str:
    if meta.sort_field and "," in meta.sort_field:
        return ", ".join(f"`tab{meta.name}`.{part.strip()}" for part in meta.sort_field.split(","))
    return f"`tab{meta.name}`.`{meta.sort_field or 'modified'}` {meta.sort_order or 'desc'}"


def _add_aggregate(form: Any, arguments: Any) -> None:
    """Group by of the Report view: count, sum or average of a field as `_aggregate_column`."""
    function = str(form.aggregate_function or "").lower()
    if not (form.group_by and function and form.aggregate_on_field):
        return
    if function not in ("count", "sum", "avg"):
        frappe.throw(_("Unknown aggregate function {0}").format(function))
    doctype = form.aggregate_on_doctype or form.doctype
    arguments.fields = [
        *arguments.fields,
        f"{function}(`tab{doctype}`.`{form.aggregate_on_field}`) as _aggregate_column",
    ]
    arguments.order_by = arguments.order_by or "_aggregate_column desc"


def _add_comment_count(doctype: str, rows: list[Any]) -> None:
    names = [row.name for row in rows if row.get("name")]
    counts: dict[Any, int] = {}
    if names:
        found = frappe.get_all(
            "Comment",
            filters={
                "reference_doctype": doctype,
                "reference_name": ("in", names),
                "comment_type": "Comment",
            },
            fields=["reference_name", "count(name) as n"],
            group_by="reference_name",
        )
        counts = {row.reference_name: row.n for row in found}
    for row in rows:
        row["_comment_count"] = counts.get(row.get("name"), 0)


def _user_info(rows: list[Any]) -> dict[str, Any]:
    from frappe.desk.form.load import user_facts

    users: set[str] = set()
    for row in rows:
        for names in (row.get("_assign"), row.get("_liked_by")):
            users.update(frappe.parse_json(names) if names else [])
    return {user: user_facts(user) for user in sorted(users)}


def _scrub_user_tags(counts: list[list[Any]], empty: int) -> list[list[Any]]:
    """Lists of tags split into single tags, the untagged rows last."""
    single: dict[str, int] = {}
    for tags, number in counts:
        for tag in filter(None, str(tags).split(",")):
            single[tag] = single.get(tag, 0) + number
    found: list[list[Any]] = [[tag, number] for tag, number in single.items()]
    return [*found, [_("No Tags"), empty]] if empty else found


def _is_true(value: Any) -> bool:
    return str(value or "").lower() in ("1", "true")


def as_text(value: Any) -> Any:
    """A cell of an export as a plain value."""
    return value if value is None or isinstance(value, str | int | float | bool) else plain(value)
