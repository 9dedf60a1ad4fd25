"""HTML as PDF bytes, by WeasyPrint. Nothing is fetched but data inside the page and the caller's own files.

It is imported where pages are drawn, in the slow process and the job process; a quick one stays small.
Options are named as stock's: page-size, page-width, page-height, orientation, margin-top …, password. Where an option
is not given, the page's own `@page` rule decides, then the Print Settings.
"""

from __future__ import annotations

import io
import re
import threading
from functools import cache
from typing import Any
from urllib.parse import unquote, urlsplit

from ristretto.context import current
from ristretto.render.print_style import FONTS, font_faces
from ristretto.web.serving.handover import leave_quick

import frappe
from frappe import _

_IMPORTING = threading.Lock()
_SIDES = ("top", "right", "bottom", "left")
_DEFAULTS = "@page { margin: 15mm }"
_MEASURE = re.compile(r"\d+(\.\d+)?(mm|cm|in|pt|px)?")


def get_pdf(html: str, options: dict[str, Any] | None = None, output: Any = None) -> Any:
    """PDF bytes; with `output` (a pypdf writer) its pages are added there and the writer is returned."""
    chosen = dict(options or {})
    content = to_pdf(html, chosen)
    from pypdf import PdfReader, PdfWriter

    if output is None and not chosen.get("password"):
        return content
    writer = PdfWriter() if output is None else output
    writer.append_pages_from_reader(PdfReader(io.BytesIO(content)))
    if output is not None:
        return output
    writer.encrypt(str(chosen["password"]))
    return get_file_data_from_writer(writer)


def get_file_data_from_writer(writer_obj: Any) -> bytes:
    """The bytes of a pypdf writer."""
    stream = io.BytesIO()
    writer_obj.write(stream)
    return stream.getvalue()


def to_pdf(html: str, options: dict[str, Any] | None = None) -> bytes:
    """PDF bytes. Raises ValidationError where the machine lacks the libraries that draw the page."""
    leave_quick(current())
    weasyprint = _tool()
    sheet = weasyprint.CSS(string=page_rule(options or {}))
    whole = f"<style>{_DEFAULTS}{font_faces()}</style>{html}"
    page = weasyprint.HTML(string=whole, url_fetcher=_fetcher(weasyprint))
    content: bytes = page.write_pdf(stylesheets=[sheet])
    return content


def _tool() -> Any:
    """WeasyPrint, imported by one thread: it comes in a second, and others may ask meanwhile."""
    with _IMPORTING:
        try:
            import pypdf  # noqa: F401 (shares parts with it: imported beside it, not at the same time)
            import weasyprint
        except (ImportError, OSError):  # the package, or Pango, is not installed
            frappe.throw(
                _(
                    "PDF files need Pango on the server (Debian: libpangoft2-1.0-0). Print from the browser."
                ),
                title=_("PDF Generation Failed"),
            )
    return weasyprint


def page_rule(options: dict[str, Any]) -> str:
    """The `@page` rule of the options. Raises ValidationError for a length that is none."""
    size = str(options.get("page-size") or _setting("pdf_page_size") or "A4")
    if size == "Custom":
        width = options.get("page-width") or _setting("pdf_page_width") or "210"
        height = options.get("page-height") or _setting("pdf_page_height") or "297"
        size = f"{_length(width)} {_length(height)}"
    elif not size.isalnum():
        frappe.throw(_("{0} is no page size").format(size))
    turned = " landscape" if str(options.get("orientation", "")).lower() == "landscape" else ""
    margins = " ".join(
        f" margin-{side}: {_length(options[f'margin-{side}'])};"
        for side in _SIDES
        if options.get(f"margin-{side}")
    )
    return f"@page {{ size: {size}{turned};{margins} }}"


def _setting(fieldname: str) -> Any:
    return frappe.db.get_single_value("Print Settings", fieldname)


def _length(value: Any) -> str:
    text = str(value).strip()
    if not _MEASURE.fullmatch(text):
        frappe.throw(_("{0} is no length on paper").format(text))
    return text if text[-1].isalpha() else f"{text}mm"


def _fetcher(weasyprint: Any) -> Any:
    """Data in the page, and files of this site that the caller may read; never the server's network or disk."""

    class OwnFilesOnly(weasyprint.urls.URLFetcher):  # type: ignore[misc]
        """What cannot be fetched is left out of the page."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            path = unquote(urlsplit(url).path)
            if url.startswith(f"{FONTS.as_uri()}/") and ".." not in path:
                return weasyprint.urls.URLFetcherResponse(url, _unpacked(path.rsplit("/", 1)[-1]))
            own = url.startswith(("/", frappe.utils.get_url("/")))
            if own and path.startswith(("/files/", "/private/files/")):
                return weasyprint.urls.URLFetcherResponse(url, _site_file(path))
            return super().fetch(url, headers)

    return OwnFilesOnly(allowed_protocols=["data"])


@cache
def _unpacked(name: str) -> bytes:
    """A font of ours as it is drawn with: unpacking takes longer than drawing a page, so it is done once."""
    from fontTools.ttLib import TTFont

    font, plain = TTFont(FONTS / name), io.BytesIO()
    font.flavor = None
    font.save(plain)
    return plain.getvalue()


def _site_file(path: str) -> bytes:
    from frappe.core.doctype.file.utils import find_file_by_url

    file = find_file_by_url(path)
    if file is None:
        raise ValueError(f"not fetched: {path}")
    content = file.get_content()
    return content.encode() if isinstance(content, str) else bytes(content)
