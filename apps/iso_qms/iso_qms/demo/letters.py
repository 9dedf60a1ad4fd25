"""A Word file of the province that every office fills with its own procedures."""

import io

import frappe
from docx import Document as WordDocument

TITLE = "Phiếu giới thiệu quy trình"
FILE_NAME = "phieu-gioi-thieu-quy-trinh.docx"
PARAGRAPHS = (
	"{{ agency }}",
	"Quy trình: {{ title }}",
	"Loại quy trình: {{ procedure_kind }}",
	"{{ qr }}",
)


def make_letters() -> None:
	"""One template for procedures, without an agency."""
	file = frappe.get_doc(
		{"doctype": "File", "file_name": FILE_NAME, "is_private": 1, "content": _word_file()}
	).insert()
	frappe.get_doc(
		{
			"doctype": "ISO Word Template",
			"title": TITLE,
			"document_type": "ISO Procedure",
			"file": file.file_url,
		}
	).insert()


def _word_file() -> bytes:
	document = WordDocument()
	document.add_heading(TITLE, level=1)
	for text in PARAGRAPHS:
		document.add_paragraph(text)
	written = io.BytesIO()
	document.save(written)
	return written.getvalue()
