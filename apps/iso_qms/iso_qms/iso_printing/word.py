"""Fills Word templates: one record as a file, several as an archive.

The caller needs the right to print each record; fields above the caller's level stay empty.
"""

import io
import json
import re
import zipfile
from typing import Any

import frappe
from docxtpl import DocxTemplate, InlineImage
from frappe import _
from frappe.model.document import Document
from jinja2.exceptions import TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from iso_qms.iso_printing.qr import address_of, png
from iso_qms.iso_printing.values import values_of

MOST_AT_ONCE = 200
QR_MILLIMETRES = 22
EMU_PER_MILLIMETRE = 36000


@frappe.whitelist()
@frappe.read_only()
def get_templates(doctype: str) -> list[dict[str, Any]]:
	"""[{name, title}] that the person may use for records of a DocType."""
	return frappe.get_list(
		"ISO Word Template",
		filters={"document_type": doctype, "enabled": 1},
		fields=["name", "title"],
		order_by="title asc",
	)


@frappe.whitelist()
@frappe.read_only()
def download(template: str, name: str) -> None:
	"""One record as a Word file."""
	record = usable_template(template)
	doc = printable(record.document_type, name)
	answer(f"{safe_name(doc.name)}.docx", fill(record, doc))


@frappe.whitelist()
@frappe.read_only()
def download_several(template: str, names: str | list[str]) -> None:
	"""Several records, a file each in one archive. Nothing is sent when one of them is refused."""
	record = usable_template(template)
	chosen = json.loads(names) if isinstance(names, str) else names
	if not isinstance(chosen, list) or not chosen:
		frappe.throw(_("Choose the records to print."))
	if len(chosen) > MOST_AT_ONCE:
		frappe.throw(_("{0} records at most at once.").format(MOST_AT_ONCE))
	file = io.BytesIO()
	with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
		for name in dict.fromkeys(str(each) for each in chosen):
			doc = printable(record.document_type, name)
			archive.writestr(f"{safe_name(doc.name)}.docx", fill(record, doc))
	answer(f"{safe_name(record.title)}.zip", file.getvalue())


def usable_template(name: str) -> Document:
	record = frappe.get_doc("ISO Word Template", name)
	record.check_permission("read")
	if not record.enabled:
		frappe.throw(_("Word Template {0} is switched off.").format(record.title))
	return record


def printable(doctype: str, name: str) -> Document:
	"""The record as the person may see it."""
	doc = frappe.get_doc(doctype, name)
	doc.check_permission("print")
	doc.apply_fieldlevel_read_permissions()
	return doc


def fill(record: Document, doc: Document) -> bytes:
	"""The filled file. Raises ValidationError with the template's own mistake in words."""
	template = DocxTemplate(io.BytesIO(record.get_file_content()))
	values = values_of(doc)
	size = QR_MILLIMETRES * EMU_PER_MILLIMETRE
	try:
		values["qr"] = InlineImage(template, io.BytesIO(png(address_of(doc))), width=size, height=size)
		template.render(values, jinja_env=environment(), autoescape=True)
	except TemplateError as error:
		throw_mistake(record.title, error)
	file = io.BytesIO()
	template.save(file)
	return file.getvalue()


def environment() -> ImmutableSandboxedEnvironment:
	"""Loops, conditions and filters over plain values; nothing of Python behind them."""
	return ImmutableSandboxedEnvironment(autoescape=True)


def throw_mistake(title: str, error: Exception) -> None:
	frappe.throw(
		_("Word Template {0} cannot be filled: {1}").format(title, frappe.utils.escape_html(str(error))),
		title=_("Word Template"),
	)


def safe_name(text: str) -> str:
	"""A name that every system takes for a file."""
	return re.sub(r'[\\/:*?"<>|\x00-\x1f]+', "-", str(text)).strip(" .") or "file"


def answer(filename: str, content: bytes) -> None:
	frappe.local.response.filename = filename
	frappe.local.response.filecontent = content
	frappe.local.response.type = "download"
