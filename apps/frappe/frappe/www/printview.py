"""The print view: one document as a page for the browser's print command, and as HTML for the
desk's preview."""

from typing import Any

import frappe
from frappe import _
from frappe.core.doctype.document_share_key.document_share_key import validate_key
from frappe.translate import print_language
from frappe.utils import cint
from ristretto.render.printing import (
    Printed,
    print_document,
    print_language_of,
    print_settings,
)
from ristretto.web.listing import parse_object


def get_context(context: Any) -> dict[str, Any]:
    """The page /printview?doctype=…&name=…&format=…&no_letterhead=…&letterhead=…&style=…&settings=…"""
    form = frappe.form_dict
    if not form.doctype or not form.name:
        frappe.throw(_("{0} is missing").format("doctype, name"))
    document = frappe.get_doc(form.doctype, form.name)
    over = parse_object(form.settings, "settings") if form.settings else None
    printed = render(
        document, form.format, form.letterhead, no_head(form.no_letterhead), over, form.style
    )
    return {
        "body": printed.html,
        "style": printed.style,
        "title": document.get_title() or document.name,
    }


@frappe.whitelist()
@frappe.read_only()
def get_html_and_style(
    doc: Any,
    name: Any = None,
    print_format: str | None = None,
    no_letterhead: Any = None,
    letterhead: str | None = None,
    trigger_print: Any = False,
    style: str | None = None,
    settings: Any = None,
) -> dict[str, str]:
    """{html, style} of a stored document (DocType and name) or of one that the client holds."""
    if isinstance(name, str):
        document = frappe.get_doc(doc, name)
    else:
        values = parse_object(doc, "doc")
        if not values.get("doctype"):
            frappe.throw(_("A document with its doctype is needed"))
        document = frappe.get_doc(values)
    printed = render(
        document,
        print_format,
        letterhead,
        no_head(no_letterhead),
        parse_object(settings, "settings") if settings else None,
        style,
    )
    return {"html": printed.html, "style": printed.style}


def no_head(value: Any) -> bool | None:
    """What a request says of the letter head; None when it says nothing."""
    return None if value in (None, "") else bool(cint(value))


def render(
    document: Any,
    print_format: str | None,
    letterhead: str | None,
    no_letterhead: bool | None,
    settings: Any = None,
    style: str | None = None,
    language: str | None = None,
) -> Printed:
    """Check the right to see it, take away unreadable fields, run before_print, print.

    `language`, or `_lang` of the address, goes before the language of the record and of its format.
    """
    validate_print_permission(document)
    document.apply_fieldlevel_read_permissions()
    asked = language or (None if form_language() else print_language_of(document, print_format))
    with_head = None if no_letterhead is None else not no_letterhead
    with print_language(asked):
        document.run_method("before_print", print_settings(settings))
        return print_document(document, print_format, letterhead, with_head, settings, style)


def form_language() -> str | None:
    """The language that the address asks for; the whole request speaks it already."""
    return frappe.form_dict.get("_lang")


def validate_print_permission(doc: Any) -> None:
    """Readers may print, and whoever holds a key of this record in the address (`key=`)."""
    if frappe.has_permission(doc.doctype, "read", doc) or frappe.has_website_permission(doc):
        return
    key = frappe.form_dict.get("key")
    if key and isinstance(key, str):
        validate_key(key, doc)
    else:
        doc.check_permission("read")
