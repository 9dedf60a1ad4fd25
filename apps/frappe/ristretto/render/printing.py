"""Decides what a print of a document is: its print format or the standard layout, its letter head, its page.

The caller has checked the right to read and removed what may not be seen. Drafts and cancelled documents are
printed as Print Settings allow.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ristretto.context import AttrDict, current, scrub
from ristretto.context.translate import translate
from ristretto.document import get_doc
from ristretto.errors import DoesNotExistError, PermissionError, ValidationError
from ristretto.render.environment import render_template
from ristretto.render.letter_heads import LetterHead, letter_head_for
from ristretto.render.print_layout import arrange
from ristretto.render.print_style import STYLE, letters, page_style
from ristretto.render.standard_print import standard_body

__all__ = [
    "STYLE",
    "Printed",
    "format_text",
    "print_document",
    "print_language_of",
    "standard_body",
]


@dataclass(frozen=True)
class Printed:
    """Body and style sheet of a print."""

    html: str
    style: str


def print_document(
    doc: Any,
    print_format: str | None = None,
    letterhead: str | None = None,
    with_letterhead: bool | None = None,
    settings: Any = None,
    style: str | None = None,
) -> Printed:
    """HTML and CSS. Raises DoesNotExistError for a format of another DocType, PermissionError for a forbidden state.

    `with_letterhead` None: as Print Settings say. `settings` goes over Print Settings for this print, `style`
    names another Print Style.
    """
    chosen = print_settings(settings)
    refuse_state(doc, chosen)
    record = _format_record(doc, print_format)
    wanted = int(chosen.with_letterhead or 0) if with_letterhead is None else with_letterhead
    head = letter_head_for(doc, letterhead) if wanted else LetterHead()
    text = format_text(record)
    body = (
        _designed(doc, record, text, head, chosen) if text else _standard(doc, record, head, chosen)
    )
    return Printed(f'<div class="print-format">{body}</div>', _style(record, chosen, style))


def print_language_of(doc: Any, print_format: str | None = None) -> str | None:
    """The language of a print for which nobody asks another: the record's own, else its format's; None: neither."""
    db = current().db
    said = doc.get("language")
    if not said:
        name = print_format or doc.meta.default_print_format
        query = "select `default_print_language` from `tabPrint Format` where `name` = ?"
        said = next((row[0] for row in db.execute(query, (name,))), None)
    if not said:
        return None
    rows = db.execute("select `name` from `tabLanguage` where `name` = ?", (said,))
    return str(rows[0][0]) if rows else None


def print_settings(over: Any = None) -> AttrDict:
    """Print Settings, with what one print says otherwise."""
    return AttrDict({**get_doc("Print Settings").as_dict(), **(over or {})})


def refuse_state(doc: Any, settings: AttrDict) -> None:
    """Drafts and cancelled documents, where Print Settings keep them from being printed."""
    status = int(doc.docstatus or 0)
    if not doc.meta.is_submittable or status == 1:
        return
    if status == 0 and not int(settings.allow_print_for_draft or 0):
        raise PermissionError(translate("Drafts are not printed (Print Settings)"))
    if status == 2 and not int(settings.allow_print_for_cancelled or 0):
        raise PermissionError(translate("Cancelled documents are not printed (Print Settings)"))


def _standard(doc: Any, record: Any, head: LetterHead, settings: AttrDict) -> str:
    top = f'<div class="letter-head">{head.content}</div>' if head.content else ""
    foot = f'<div class="letter-head-footer">{head.footer}</div>' if head.footer else ""
    return f"{top}{standard_body(doc, record, settings)}{foot}"


def _designed(doc: Any, record: Any, text: str, head: LetterHead, settings: AttrDict) -> str:
    """A format of one's own places its letter head itself, as on stock: by name or by the macro `add_header`."""
    values = {
        "doc": doc,
        "meta": doc.meta,
        "layout": [arrange(doc, None).sections],
        "letter_head": head.content,
        "footer": head.footer,
        "no_letterhead": int(not (head.content or head.footer)),
        "print_settings": settings,
        "trigger_print": 0,
    }
    return render_template(text, values, is_path=False)


def _style(record: Any, settings: AttrDict, style: str | None) -> str:
    """From the general to the particular: the house's rules, the Print Style, letters, the format's own rules."""
    sheet = STYLE + page_style(record) + _print_style(style or settings.print_style)
    sheet += letters(settings.font, settings.font_size, "pt")
    if record is None:
        return sheet
    size = record.font_size if record.format_data else None
    return sheet + letters(record.font, size, "px") + str(record.css or "")


def _print_style(name: str | None) -> str:
    """CSS of a Print Style. One that is switched off, or that nobody wrote yet, adds nothing."""
    if not name:
        return ""
    rows = current().db.execute(
        "select `css` from `tabPrint Style` where `name` = ? and `disabled` = 0", (name,)
    )
    return f"{rows[0][0]}\n" if rows and rows[0][0] else ""


def _format_record(doc: Any, name: str | None) -> Any:
    name = name or doc.meta.default_print_format
    if not name or name == "Standard":
        return None
    record = get_doc("Print Format", name)
    if record.doc_type != doc.doctype or record.disabled:
        raise DoesNotExistError(
            translate("Print Format {0} is not for {1}").format(name, doc.doctype)
        )
    if int(record.raw_printing or 0):
        text = translate(
            "Print Format {0} is written in commands of a label printer. It cannot be shown as a page"
        )
        raise ValidationError(text.format(name))
    return record


def format_text(record: Any) -> str:
    """The record's own HTML, or the file of a standard format beside the module; "" for the standard layout."""
    if record is None:
        return ""
    if record.html and (record.custom_format or record.standard == "Yes"):
        return str(record.html)
    if record.standard != "Yes" or record.format_data:
        return ""
    site = current().site
    module = scrub(str(record.module or ""))
    app = site.module_app.get(module)
    if not app:
        return ""
    folder = scrub(record.name)
    path = site.app_path(app) / module / "print_format" / folder / f"{folder}.html"
    return path.read_text(encoding="utf-8") if path.is_file() else ""
