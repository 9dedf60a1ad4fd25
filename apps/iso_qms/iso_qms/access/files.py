"""Files attached to records of agencies: private, and never taken over by address."""

import frappe
from frappe import _
from frappe.model.document import Document

from iso_qms.access.checks import get_rule_or_none
from iso_qms.access.events import validate_reference
from iso_qms.access.scope import get_scope

PRIVATE_PREFIX = "/private/files/"


def validate_file(doc: Document, method: str | None = None) -> None:
	"""Reached record, private address, and no move onto somebody else's file."""
	validate_reference(doc)
	_require_private(doc)
	if not doc.is_new() and doc.has_value_changed("file_url") and not may_use_address(doc):
		frappe.throw(
			_("The file {0} belongs to somebody else.").format(frappe.bold(doc.file_url)),
			frappe.PermissionError,
			title=_("Agency Rule"),
		)


def may_use_address(doc: Document) -> bool:
	"""Whether a row may point at its address: owning any row of an address opens the content.

	Asked before an insert reads the file; a row that brings content of its own is judged by
	that content, because equal content shares one address on the disk.
	"""
	url = doc.file_url or ""
	if get_scope().unrestricted or not url.startswith(PRIVATE_PREFIX):
		return True
	others = frappe.get_all("File", {"file_url": url, "name": ["!=", doc.name or ""]}, pluck="name")
	return not others or any(frappe.has_permission("File", "read", doc=name) for name in others)


def _require_private(doc: Document) -> None:
	"""A public file has an address that needs no login."""
	attached_to = doc.attached_to_doctype
	if doc.is_folder or doc.is_private or not attached_to or not get_rule_or_none(attached_to):
		return
	if (doc.file_url or "").startswith(("http://", "https://")):
		return
	frappe.throw(
		_("{0}: files of agency records must be private. Tick Is Private and upload again.").format(
			frappe.bold(doc.file_name)
		),
		title=_("Agency Rule"),
	)
