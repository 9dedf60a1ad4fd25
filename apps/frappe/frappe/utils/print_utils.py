"""Prints from code: a document as HTML or PDF, and as a file to attach to a message."""

from __future__ import annotations

from typing import Any

from ristretto.render.printing import print_document, print_language_of, print_settings

import frappe
from frappe.translate import print_language


def get_print(
    doctype: str | None = None,
    name: Any = None,
    print_format: str | None = None,
    style: str | None = None,
    as_pdf: bool = False,
    doc: Any = None,
    output: Any = None,
    no_letterhead: int = 0,
    password: str | None = None,
    pdf_options: Any = None,
    letterhead: str | None = None,
) -> Any:
    """The print of a document: HTML with its style, or PDF bytes. The caller decides who sees it."""
    document = doc or frappe.get_doc(doctype, name)
    document.run_method("before_print", print_settings())
    printed = print_document(
        document, print_format, letterhead, with_letterhead=not no_letterhead, style=style
    )
    html = f"<style>{printed.style}</style>{printed.html}"
    if not as_pdf:
        return html
    from frappe.utils.pdf import get_pdf

    options = {**(pdf_options or {}), **({"password": password} if password else {})}
    return get_pdf(html, options, output)


def attach_print(
    doctype: str,
    name: Any,
    file_name: str | None = None,
    print_format: str | None = None,
    style: str | None = None,
    html: str | None = None,
    doc: Any = None,
    lang: str | None = None,
    print_letterhead: bool = True,
    password: str | None = None,
    letterhead: str | None = None,
) -> dict[str, Any]:
    """{fname, fcontent}: PDF where the site sends print as PDF, else HTML; `html` is taken as it is.

    Without `lang` the print speaks the language of the record or of its format, where one of them has one.
    """
    base = (file_name or str(name)).replace(" ", "").replace("/", "-")
    # of the document: where nobody has saved the settings, their defaults count
    as_pdf = frappe.utils.cint(frappe.get_doc("Print Settings").send_print_as_pdf)
    if not (lang or html):
        doc = doc or frappe.get_doc(doctype, name)
        lang = print_language_of(doc, print_format)
    with print_language(lang):
        html = html or get_print(
            doctype,
            name,
            print_format,
            style,
            doc=doc,
            no_letterhead=0 if print_letterhead else 1,
            letterhead=letterhead,
        )
    if not as_pdf:
        return {"fname": f"{base}.html", "fcontent": html.encode()}
    from frappe.utils.pdf import get_pdf

    options = {"password": password} if password else None
    return {"fname": f"{base}.pdf", "fcontent": get_pdf(html, options)}
