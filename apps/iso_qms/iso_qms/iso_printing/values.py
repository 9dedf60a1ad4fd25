"""What a Word template may say: the fields of one record as people read them, plain words and rows only.

A template never gets a document: whoever uploads a file must not reach methods or other records.
"""

from html import unescape
from typing import Any

import frappe
from frappe.model import no_value_fields, table_fields
from frappe.model.document import Document
from frappe.utils import cint, get_fullname, strip_html
from frappe.utils.formatters import format_value

RICH_TEXT = ("Text Editor", "HTML Editor", "Markdown Editor")
# Whose words depend on the reader's settings; all others are written as they are stored.
MEASURES = ("Currency", "Date", "Datetime", "Duration", "Float", "Int", "Percent", "Time")


def values_of(doc: Document) -> dict[str, Any]:
	"""{fieldname: text or rows}, the name, the DocType in words, and who prints when."""
	values = fields_of(doc)
	values.update(
		name=doc.name,
		doctype=frappe._(doc.doctype),
		printed_by=get_fullname(frappe.session.user),
		printed_on=frappe.utils.formatdate(frappe.utils.nowdate()),
	)
	return values


def fields_of(doc: Document) -> dict[str, Any]:
	found: dict[str, Any] = {}
	for field in doc.meta.fields:
		if field.fieldtype in table_fields:
			found[field.fieldname] = [
				{**fields_of(row), "idx": cint(row.idx)} for row in doc.get(field.fieldname) or []
			]
		elif field.fieldtype not in no_value_fields and field.fieldtype != "Password":
			found[field.fieldname] = text_of(field, doc.get(field.fieldname), doc)
	return found


def iso_text(doc: Document, fieldname: str) -> str:
	"""One field for print formats, as HTML: `{{ iso_text(doc, "agency") }}`."""
	text = text_of(doc.meta.get_field(fieldname), doc.get(fieldname), doc)
	return str(frappe.utils.escape_html(text)).replace("\n", "<br>")


def text_of(field: Any, value: Any, doc: Document) -> str:
	"""The value as it stands on a form: dates in the reader's order, choices translated, links by title."""
	if value in (None, ""):
		return ""
	if field.fieldtype == "Check":
		return "☒" if cint(value) else "☐"
	if field.fieldtype == "Select":
		return frappe._(str(value))
	if field.fieldtype == "Link":
		return link_text(field.options, str(value))
	if field.fieldtype in RICH_TEXT:
		return strip_html(str(value))
	if field.fieldtype in MEASURES:
		return strip_html(str(format_value(value, field, doc)))
	return unescape(str(value))  # text with a < in it is stored with HTML's entities


def link_text(doctype: str, name: str) -> str:
	if doctype == "User":
		return str(get_fullname(name) or name)
	meta = frappe.get_meta(doctype)
	if not (meta.show_title_field_in_link and meta.title_field):
		return frappe._(name) if doctype in ("Workflow State", "Role", "DocType") else name
	return str(frappe.db.get_value(doctype, name, meta.title_field) or name)
