"""The code on a paper that leads back to the record it was printed from."""

import base64
import io

import frappe
import segno
from frappe.model.document import Document
from frappe.utils import get_url_to_form

# Survives a stamp or a fold across it.
CORRECTION = "m"


def address_of(doc: Document) -> str:
	"""Where the record opens; whoever scans it signs in and needs the right to read."""
	return get_url_to_form(doc.doctype, doc.name)


def png(text: str, scale: int = 5) -> bytes:
	"""A picture of the code with the quiet zone that scanners need."""
	file = io.BytesIO()
	segno.make(text, error=CORRECTION, micro=False).save(file, kind="png", scale=scale, border=4)
	return file.getvalue()


def iso_qr(doc: Document, width: str = "2.2cm") -> str:
	"""An image for print formats: `{{ iso_qr(doc) }}`."""
	content = base64.b64encode(png(address_of(doc))).decode()
	size = frappe.utils.escape_html(width)
	return f'<img alt="QR" style="width:{size};height:{size}" src="data:image/png;base64,{content}">'
