"""The DocTypes of the observed lifecycle rows, as far as the rows show them."""

from __future__ import annotations

from typing import Any

Values = dict[str, Any]
ALL = dict.fromkeys(
    ("read", "write", "create", "delete", "report", "export", "share", "print", "email"), 1
)
DISPLAY = (
    "Fold",
    "Section Break",
    "Column Break",
    "Tab Break",
    "HTML",
    "Button",
    "Image",
    "Heading",
)
OPTIONS = {
    "link": "ObsA Tgt",
    "dynamic_link": "f_dtname",
    "select": "\nA\nB",
    "image": "f_attach_image",
    "table": "ObsA Row",
    "table_multiselect": "ObsA MS",
}
TABLES = ("Table", "Table MultiSelect")
VALUES = (
    "Data",
    "Int",
    "Check",
    "Float",
    "Currency",
    "Percent",
    "Duration",
    "Rating",
    "Small Text",
    "Text",
    "Long Text",
    "Code",
    "Text Editor",
    "HTML Editor",
    "Markdown Editor",
    "Signature",
    "Barcode",
    "Geolocation",
    "JSON",
    "Date",
    "Datetime",
    "Time",
    "Link",
    "Dynamic Link",
    "Select",
    "Read Only",
    "Color",
    "Icon",
    "Phone",
    "Autocomplete",
    "Attach",
    "Attach Image",
    "Password",
)


def field(
    fieldname: str, fieldtype: str = "Data", options: str | None = None, **more: Any
) -> Values:
    label = fieldname.replace("_", " ").title()
    return {
        "fieldname": fieldname,
        "fieldtype": fieldtype,
        "label": label,
        "options": options,
        **more,
    }


def doctype(name: str, fields: list[Values], **more: Any) -> Values:
    """Rights for System Manager, also to submit where that is offered."""
    submit = dict.fromkeys(("submit", "cancel", "amend"), 1) if more.get("is_submittable") else {}
    permissions = [] if more.get("istable") else [{"role": "System Manager", **ALL, **submit}]
    return {"name": name, "fields": fields, "permissions": permissions, **more}


def doctypes() -> list[Values]:
    return [
        doctype(
            "ObsA Tgt",
            [field("code"), field("descr"), field("late")],
            autoname="field:code",
            allow_rename=1,
        ),
        doctype("ObsA STgt", [field("title")], is_submittable=1),
        doctype(
            "ObsA Row",
            [
                field("item", reqd=1),
                field("qty", "Int"),
                field("ref", "Link", "ObsA Tgt"),
                field("ref_descr", fetch_from="ref.descr"),
                field("late", allow_on_submit=1),
                field("once", set_only_once=1),
            ],
            istable=1,
        ),
        doctype("ObsA MS", [field("ref", "Link", "ObsA Tgt")], istable=1),
        main(),
        valid(),
        doctype("ObsA MTab", [field("title"), field("rows", "Table", "ObsA Row", reqd=1)]),
        types(),
        columns(),
        single(),
        doctype(
            "ObsA Tree",
            [field("title", unique=1)],
            is_tree=1,
            autoname="field:title",
            allow_rename=1,
        ),
        doctype("ObsA Named", [field("title")], autoname="hash", allow_rename=0),
    ]


def main() -> Values:
    return doctype(
        "ObsA Main",
        [
            field("title"),
            field("status", "Select", "\nOpen\nClosed"),
            field("qty", "Int"),
            field("amount", "Currency"),
            field("d", "Date"),
            field("dtime", "Datetime"),
            field("tm", "Time"),
            field("chk", "Check"),
            field("fl", "Float"),
            field("note", "Small Text", allow_on_submit=1),
            field("body", "Text Editor"),
            field("code_txt", "Code"),
            field("link", "Link", "ObsA Tgt"),
            field("fetched", fetch_from="link.descr"),
            field("fetched_if", fetch_from="link.descr", fetch_if_empty=1),
            field("fetch_late", fetch_from="link.descr", allow_on_submit=1),
            field("slink", "Link", "ObsA STgt"),
            field("ro", read_only=1),
            field("hid", hidden=1),
            field("fixed", set_only_once=1),
            field("nocopy", no_copy=1),
            field("mdep", mandatory_depends_on="eval:doc.status=='Closed'"),
            field("rows", "Table", "ObsA Row"),
            field("arows", "Table", "ObsA Row", allow_on_submit=1),
        ],
        is_submittable=1,
        autoname="OBSA-.####",
        track_changes=1,
        track_seen=1,
        allow_rename=1,
    )


def valid() -> Values:
    """A field for each rule that refuses something."""
    fields = [*required_and_linked(), *formatted()]
    return doctype("ObsA Valid", fields, autoname="Prompt", allow_rename=1)


def required_and_linked() -> list[Values]:
    return [
        field("m", reqd=1),
        field("mtxt", "Text Editor", reqd=1),
        field("mint", "Int", reqd=1, default="0"),
        field("mtab", "Table", "ObsA Row"),
        field("sel", "Select", "\nA\nB"),
        field("lnk", "Link", "ObsA Tgt"),
        field("dldt", "Link", "DocType"),
        field("dl", "Dynamic Link", "dldt"),
        field("slnk", "Link", "ObsA STgt"),
        field("short", length=5),
        field("st", "Small Text"),
        field("i", "Int"),
        field("fl", "Float"),
        field("cur", "Currency"),
        field("ck", "Check"),
        field("dur", "Duration"),
    ]


def formatted() -> list[Values]:
    return [
        field("d", "Date"),
        field("dtm", "Datetime"),
        field("tm", "Time"),
        field("nn", "Int", non_negative=1),
        field("nnf", "Float", non_negative=1),
        field("mail", options="Email"),
        field("phone_d", options="Phone"),
        field("url", options="URL"),
        field("nm", options="Name"),
        field("phone_f", "Phone"),
        field("rat", "Rating"),
        field("py", "Code", "Python"),
        field("pyx", "Code", "PythonExpression"),
        field("js", "JSON"),
        field("color", "Color"),
        field("u", unique=1),
        field("so", set_only_once=1),
        field("sorows", "Table", "ObsA MS", set_only_once=1),
        field("multi", "Table MultiSelect", "ObsA MS"),
    ]


def types() -> Values:
    """One field of every fieldtype, `f_<type>`."""
    names = {each: each.lower().replace(" ", "_") for each in (*DISPLAY, *VALUES, *TABLES)}
    fields = [field(f"f_{name}", fieldtype, OPTIONS.get(name)) for fieldtype, name in names.items()]
    return doctype("ObsA Types", [*fields, field("f_dtname", "Link", "DocType")])


def columns() -> Values:
    return doctype(
        "ObsA Cols",
        [
            field("int_def", "Int", default="7"),
            field("int_len", "Int", length=12),
            field("int_short", "Int", length=3),
            field("chk1", "Check", default="1"),
            field("data_len", length=20),
            field("data_def", default="it's"),
            field("uq", unique=1),
            field("uqint", "Int", unique=1),
            field("fl_def", "Float", default="1.5"),
            field("fl_prec", "Float", precision="4"),
            field("cur_p9", "Currency", precision="9"),
            field("fl_len", "Float", length=30),
            field("date_def", "Date", default="Today"),
            field("date_static", "Date", default="2020-01-02"),
            field("dt_now", "Datetime", default="Now"),
            field("sel_def", "Select", "A\nB", default="B"),
            field("txt_def", "Small Text", default="abc"),
            field("idx", search_index=1),
            field("nn", "Int", reqd=1),
            field("nnd", reqd=1),
            field("rat", "Rating"),
        ],
    )


def single() -> Values:
    return doctype(
        "ObsA Single",
        [
            field("title"),
            field("qty", "Int"),
            field("chk", "Check"),
            field("d", "Date"),
            field("fl", "Float"),
            field("dtime", "Datetime"),
            field("tm", "Time"),
            field("short", length=5),
            field("defd", default="dflt"),
            field("rows", "Table", "ObsA Row"),
        ],
        issingle=1,
    )
