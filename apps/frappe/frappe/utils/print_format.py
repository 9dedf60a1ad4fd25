"""Documents as PDF files, for download."""

from typing import Any

from ristretto.web.listing import parse_list
from ristretto.web.whitelist import slow

import frappe
from frappe.utils.pdf import get_pdf
from frappe.www.printview import no_head, render


@frappe.whitelist(allow_guest=True)
@frappe.read_only()
@slow()
def download_pdf(
    doctype: str,
    name: Any,
    format: str | None = None,
    doc: Any = None,
    no_letterhead: Any = None,
    language: str | None = None,
    letterhead: str | None = None,
) -> None:
    """One document, for its readers and for holders of its key."""
    html = page_of(doctype, name, format, letterhead, no_head(no_letterhead), language)
    _answer(html, f"{name}.pdf".replace("/", "-"))


@frappe.whitelist()
@frappe.read_only()
@slow()
def download_multi_pdf(
    doctype: Any,
    name: Any,
    format: str | None = None,
    no_letterhead: Any = None,
    letterhead: str | None = None,
    options: Any = None,
) -> None:
    """Several documents of one DocType in one file, each on a new page."""
    pages = [
        page_of(doctype, each, format, letterhead, no_head(no_letterhead))
        for each in parse_list(name, "name")
    ]
    _answer('<div style="page-break-after:always"></div>'.join(pages), f"{doctype}.pdf")


def page_of(
    doctype: str,
    name: Any,
    format: str | None,
    letterhead: str | None,
    no_letterhead: bool | None,
    language: str | None = None,
) -> str:
    """Style and body of a print; asks for the right to read."""
    doc = frappe.get_doc(doctype, name)
    printed = render(doc, format, letterhead, no_letterhead, language=language)
    return f"<style>{printed.style}</style>{printed.html}"


def _answer(html: str, filename: str) -> None:
    frappe.response.update(type="pdf", filename=filename, filecontent=get_pdf(html))
