"""Decides how a document looks on paper: its print format, or the standard layout of its fields.

The standard layout shows every non-empty field that is not hidden from print, section by section,
child
tables as tables, between letter head and footer. The caller has checked the right to read and
removed
what may not be seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any

from ristretto.context import current, scrub
from ristretto.context.translate import translate
from ristretto.document import get_doc
from ristretto.document.comparison import format_field
from ristretto.errors import DoesNotExistError
from ristretto.meta.constants import NO_VALUE_FIELDTYPES, TABLE_FIELDTYPES
from ristretto.render.environment import render_template

BREAKS = ("Section Break", "Tab Break")
_NEVER = frozenset({*NO_VALUE_FIELDTYPES, "Password", "Button", "Fold"}) - {
    *TABLE_FIELDTYPES,
    "Heading",
}
STYLE = """
.print-format{font-family:"Times New Roman",Tinos,serif;font-size:11pt;
color:#000;max-width:19cm;margin:auto}
.print-format h1{font-size:15pt;margin:.4cm 0}.print-format h2{font-size:12pt;margin:.4cm 0 .1cm}
.print-format dl{display:grid;grid-template-columns:5cm 1fr;gap:.1cm .3cm;margin:0}
.print-format dt{font-weight:bold}.print-format dd{margin:0}
.print-format table{border-collapse:collapse;width:100%;margin:.2cm 0}
.print-format th,.print-format td{border:1px solid #555;padding:.1cm .15cm;
text-align:left;vertical-align:top}
.print-format .docstatus{border:1px solid;padding:.1cm .3cm;display:inline-block}
@media print{.print-format{max-width:none;margin:0}}
"""


@dataclass(frozen=True)
class Printed:
    """Body and style sheet of a print."""

    html: str
    style: str


def print_document(
    doc: Any,
    print_format: str | None = None,
    letterhead: str | None = None,
    with_letterhead: bool = True,
) -> Printed:
    """HTML and CSS. Raises DoesNotExistError for a format that belongs to another DocType."""
    record = _format_record(doc, print_format)
    head, foot = _letter_head(letterhead) if with_letterhead else ("", "")
    body = standard_body(doc) if record is None else _custom_body(doc, record, head, foot)
    html = f'<div class="print-format">{head}{body}{foot}</div>'
    return Printed(html, STYLE + (str(record.css or "") if record else ""))


def standard_body(doc: Any) -> str:
    """All printable fields in the order of the form."""
    parts = [
        f"<h1>{escape(translate(doc.doctype))}: {escape(str(doc.get_title() or doc.name))}</h1>",
        _status(doc),
    ]
    pairs: list[str] = []
    for field in doc.meta.fields:
        if field.fieldtype in BREAKS:
            parts.append(_list(pairs))
            pairs = []
            if field.label and not field.hidden:
                parts.append(f"<h2>{escape(translate(field.label))}</h2>")
        elif field.fieldtype in TABLE_FIELDTYPES:
            parts.append(_list(pairs))
            pairs = []
            parts.append(_table(doc, field))
        elif _is_printed(doc, field):
            label = escape(translate(field.label or field.fieldname))
            pairs.append(f"<dt>{label}</dt><dd>{_shown(field, doc)}</dd>")
    return "".join([*parts, _list(pairs)])


def _list(pairs: list[str]) -> str:
    return f"<dl>{''.join(pairs)}</dl>" if pairs else ""


def _status(doc: Any) -> str:
    if not doc.meta.is_submittable or int(doc.docstatus or 0) == 1:
        return ""
    word = translate("Cancelled") if int(doc.docstatus or 0) == 2 else translate("Draft")
    return f'<p class="docstatus">{escape(word)}</p>'


def _is_printed(doc: Any, field: Any) -> bool:
    if field.hidden or field.print_hide or field.fieldtype in _NEVER:
        return False
    value = doc.get(field.fieldname)
    return value not in (None, "") and not (field.print_hide_if_no_value and not value)


def _table(doc: Any, field: Any) -> str:
    rows = doc.get(field.fieldname) or []
    if not rows or field.hidden or field.print_hide:
        return ""
    columns = [f for f in rows[0].meta.fields if any(_is_printed(row, f) for row in rows)]
    head = "".join(f"<th>{escape(translate(f.label or f.fieldname))}</th>" for f in columns)
    body = "".join(
        f"<tr><td>{number}</td>{''.join(f'<td>{_shown(f, row)}</td>' for f in columns)}</tr>"
        for number, row in enumerate(rows, 1)
    )
    title = f"<h2>{escape(translate(field.label))}</h2>" if field.label else ""
    return f"{title}<table><thead><tr><th>#</th>{head}</tr></thead><tbody>{body}</tbody></table>"


def _shown(field: Any, doc: Any) -> str:
    """A value as people read it. Rich text was sanitised when it was stored; all else is
    escaped."""
    value = doc.get(field.fieldname)
    if field.fieldtype in ("Text Editor", "HTML Editor"):
        return str(value or "")
    if field.fieldtype == "Check":
        return "✓" if value else ""
    if field.fieldtype in ("Select", "Link") and isinstance(value, str):
        return escape(translate(value)) if field.fieldtype == "Select" else escape(value)
    if field.fieldtype in ("Attach Image", "Image", "Signature") and value:
        return f'<img src="{escape(str(value))}" alt="" style="max-height:3cm">'
    text = escape(str(format_field(field, value, doc) or ""))
    return text.replace("&lt;br&gt;", "<br>").replace("\n", "<br>")


def _format_record(doc: Any, name: str | None) -> Any:
    name = name or doc.meta.default_print_format
    if not name or name == "Standard":
        return None
    record = get_doc("Print Format", name)
    if record.doc_type != doc.doctype or record.disabled:
        raise DoesNotExistError(
            translate("Print Format {0} is not for {1}").format(name, doc.doctype)
        )
    return record


def _custom_body(doc: Any, record: Any, head: str, foot: str) -> str:
    text = _format_text(record)
    if not text:
        return standard_body(doc)
    values = {
        "doc": doc,
        "meta": doc.meta,
        "letter_head": head,
        "footer": foot,
        "print_settings": {},
    }
    return render_template(text, values, is_path=False)


def _format_text(record: Any) -> str:
    """The record's own HTML, or the file of a standard format beside the module."""
    if record.html:
        return str(record.html)
    site = current().site
    module = scrub(str(record.module or ""))
    app = site.module_app.get(module)
    if not app:
        return ""
    folder = scrub(record.name)
    path = site.app_path(app) / module / "print_format" / folder / f"{folder}.html"
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _letter_head(name: str | None) -> tuple[str, str]:
    """(header, footer) of a letter head: the named one, else the default."""
    filters = "`name` = ?" if name else "`is_default` = 1 and ? is null"
    rows = current().db.execute(
        f"select `content`, `footer` from `tabLetter Head` where `disabled` = 0 and {filters}",
        (name,),
    )
    return (str(rows[0][0] or ""), str(rows[0][1] or "")) if rows else ("", "")
