"""Decides how a document looks on paper when nobody designed a format: heading, sections, columns, tables."""

from __future__ import annotations

from html import escape, unescape
from typing import Any

from ristretto.context import current
from ristretto.context.translate import translate
from ristretto.db.metas import get_meta
from ristretto.document.comparison import format_field
from ristretto.meta.constants import TABLE_FIELDTYPES
from ristretto.render.environment import render_template
from ristretto.render.print_layout import Arrangement, Section, arrange, table_columns

_TICK = (
    '<svg viewBox="0 0 16 16" width="12" height="12" role="img" aria-label="x">'
    '<path d="M2 9l4 4 8-10" fill="none" stroke="#000" stroke-width="2"/></svg>'
)
_RIGHT = ("Int", "Float", "Currency", "Percent")
_PICTURES = ("Attach Image", "Image", "Signature")


def standard_body(doc: Any, record: Any = None, settings: Any = None) -> str:
    """All printable fields, as the form or the format arranges them."""
    arrangement = arrange(doc, record.format_data if record else None)
    titles = record is None or bool(int(record.show_section_headings or 0))
    rules = bool(record and int(record.line_breaks or 0))
    parts = [heading(doc, arrangement, settings)]
    for number, section in enumerate(arrangement.sections):
        parts.append("<hr>" if rules and number else "")
        parts.append(_section(doc, section, titles))
    return "".join(parts)


def heading(doc: Any, arrangement: Arrangement, settings: Any) -> str:
    """The format's own heading, else the kind of document and its title; then whether it counts."""
    if arrangement.heading:
        return render_template(arrangement.heading, {"doc": doc}, is_path=False)
    if words := own_heading(doc):
        said = doc.get("sub_heading")
        below = doc.name if said is None else said
        small = (
            f'<small class="sub-heading">{_plain(translate(str(below)))}</small>' if below else ""
        )
        return f'<div class="print-heading"><h2>{_plain(words)}{small}</h2></div>{_status(doc, settings)}'
    title = _plain(str(doc.get_title() or doc.name))
    name = escape(str(doc.name)) if str(doc.name) != str(doc.get_title()) else ""
    small = f'<small class="sub-heading">{name}</small>' if name else ""
    kind = escape(translate(doc.doctype))
    return (
        f'<div class="print-heading"><h2>{kind}: {title}{small}</h2></div>{_status(doc, settings)}'
    )


def own_heading(doc: Any) -> str:
    """The Print Heading that the record chose, else what its controller set in `before_print`; "" for neither."""
    chosen = doc.get("select_print_heading") or doc.get("print_heading")
    return translate(str(chosen)) if chosen else ""


def _status(doc: Any, settings: Any) -> str:
    status = int(doc.docstatus or 0)
    wanted = not settings or int(settings.add_draft_heading or 0)
    if not doc.meta.is_submittable or status == 1 or (status == 0 and not wanted):
        return ""
    word = translate("Cancelled") if status == 2 else translate("Draft")
    return f'<p class="docstatus">{escape(word)}</p>'


def _section(doc: Any, section: Section, titles: bool) -> str:
    label = escape(translate(section.label)) if titles and section.label else ""
    columns = "".join(
        f'<div class="column-break">{"".join(field_html(doc, each, label) for each in column)}</div>'
        for column in section.columns
    )
    side_by_side = f'<div class="columns">{columns}</div>' if len(section.columns) > 1 else columns
    return f'<div class="section-break">{f"<h4>{label}</h4>" if label else ""}{side_by_side}</div>'


def field_html(doc: Any, field: Any, section: str = "") -> str:
    """One field with its label. A table whose section has its name does not say it again."""
    if field.fieldtype in TABLE_FIELDTYPES:
        return _table(doc, field, section)
    if field.fieldtype == "HTML":
        return render_template(str(field.options or ""), {"doc": doc}, is_path=False)
    label = _label(field)
    if field.fieldtype == "Heading":
        return f"<h4>{label}</h4>"
    value = shown(doc, field)
    if field.fieldtype in ("Text Editor", "HTML Editor", "Markdown Editor"):
        return f"<div><b>{label}</b></div><div>{value}</div>"
    return f'<div class="data-field"><label>{label}</label><div class="value">{value}</div></div>'


def _table(doc: Any, field: Any, section: str) -> str:
    rows = doc.get(field.fieldname) or []
    columns = table_columns(rows, field.get("visible_columns")) if rows else []
    if not columns:
        return ""
    head = "".join(f"<th{_width(each)}{_side(each)}>{_label(each)}</th>" for each in columns)
    body = "".join(
        f"<tr><td>{number}</td>"
        + "".join(f"<td{_side(each)}>{shown(row, each)}</td>" for each in columns)
        + "</tr>"
        for number, row in enumerate(rows, 1)
    )
    label = _label(field) if field.label else ""
    title = f"<h4>{label}</h4>" if label not in ("", section) else ""
    return (
        f'{title}<table class="table table-bordered"><thead><tr><th style="width:1cm">#</th>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )


def _label(field: Any) -> str:
    """As forms show it: words that are spelled alike may mean another thing in another DocType."""
    return escape(translate(field.label or field.fieldname, context=field.get("parent")))


def _side(field: Any) -> str:
    align = field.get("align") or ("right" if field.fieldtype in _RIGHT else "")
    return f' class="text-{escape(str(align))}"' if align in ("left", "center", "right") else ""


def _width(field: Any) -> str:
    text = str(field.get("print_width") or "").strip()
    number = text.removesuffix("%").removesuffix("px").removesuffix("cm")
    if not number.replace(".", "", 1).isdigit():
        return ""
    return f' style="width:{text if text[-1].isalpha() or text[-1] == "%" else f"{text}px"}"'


def shown(doc: Any, field: Any) -> str:
    """A value as people read it. Rich text was cleaned when it was stored; all else is escaped."""
    value = doc.get(field.fieldname)
    if field.fieldtype in ("Text Editor", "HTML Editor"):
        return str(value or "")
    if field.fieldtype == "Check":
        return _TICK if value else ""
    if field.fieldtype == "Select" and isinstance(value, str):
        return escape(translate(value))
    if field.fieldtype == "Link" and isinstance(value, str):
        return escape(_link_text(str(field.options), value))
    if field.fieldtype in _PICTURES and value:
        return f'<img src="{escape(str(value))}" alt="" style="max-height:3cm">'
    formatted = format_field(field, value, doc)
    text = _plain("" if formatted is None else str(formatted))
    return text.replace("&lt;br&gt;", "<br>").replace("\n", "<br>")


def _plain(text: str) -> str:
    """Text as HTML. One that came with a < in it is stored with entities already: they count once."""
    return escape(unescape(text), quote=False)


def _link_text(doctype: str, name: str) -> str:
    """The title where the form shows titles, people by their names, else the name; states and roles in words."""
    meta = get_meta(doctype)
    title = meta.title_field if meta.show_title_field_in_link or doctype == "User" else None
    if title:
        rows = current().db.execute(
            f"select `{title}` from `tab{doctype}` where `name` = ?", (name,)
        )
        return str(rows[0][0]) if rows and rows[0][0] else name
    return (
        translate(name) if meta.get("translated_doctype") or doctype == "Workflow State" else name
    )
