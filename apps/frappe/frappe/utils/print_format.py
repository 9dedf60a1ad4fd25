"""Documents as PDF files. Needs WeasyPrint; where it is not installed the answer says so."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from ristretto.web.listing import parse_list

import frappe
from frappe import _
from frappe.utils import cint


@frappe.whitelist()
@frappe.read_only()
def download_pdf(
    doctype: str,
    name: Any,
    format: str | None = None,
    doc: Any = None,
    no_letterhead: Any = 0,
    language: str | None = None,
    letterhead: str | None = None,
) -> None:
    """One document."""
    html = page_of(doctype, name, format, letterhead, cint(no_letterhead))
    _answer(html, f"{name}.pdf".replace("/", "-"))


@frappe.whitelist()
@frappe.read_only()
def download_multi_pdf(
    doctype: Any,
    name: Any,
    format: str | None = None,
    no_letterhead: Any = False,
    letterhead: str | None = None,
    options: Any = None,
) -> None:
    """Several documents of one DocType in one file, each on a new page."""
    pages = [
        page_of(doctype, each, format, letterhead, cint(no_letterhead))
        for each in parse_list(name, "name")
    ]
    _answer('<div style="page-break-after:always"></div>'.join(pages), f"{doctype}.pdf")


def page_of(
    doctype: str, name: Any, format: str | None, letterhead: str | None, no_letterhead: int
) -> str:
    """Style and body of a print; asks for the right to read."""
    from frappe.www.printview import render

    printed = render(frappe.get_doc(doctype, name), format, letterhead, no_letterhead)
    return f"<style>{printed.style}</style>{printed.html}"


def to_pdf(html: str) -> bytes:
    """PDF bytes. Raises ValidationError when there is no PDF tool."""
    if find_spec("weasyprint") is None:
        frappe.throw(
            _("PDF files need the package weasyprint on the server. Print from the browser."),
            title=_("PDF Generation Failed"),
        )
    tool = import_module("weasyprint")
    # Only data inside the page: a template must not fetch addresses from the server's network.
    pdf: bytes = tool.HTML(string=html, url_fetcher=_refuse_fetch).write_pdf()
    return pdf


def _refuse_fetch(url: str, *_args: Any, **_kwargs: Any) -> dict[str, Any]:
    if url.startswith("data:"):
        return import_module("weasyprint").default_url_fetcher(url)
    raise ValueError(f"not fetched: {url}")


def _answer(html: str, filename: str) -> None:
    frappe.response.update(type="pdf", filename=filename, filecontent=to_pdf(html))
