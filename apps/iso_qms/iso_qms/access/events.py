"""What every save of every DocType is held to (doc_events "*" and those of framework DocTypes).

Fills an empty agency from the staff record, then refuses: a foreign agency, a record moved to
another agency, a link to a record the person cannot read or of another agency than the record's.
These run inside the document's own lifecycle, so form, import, REST and bulk edits meet them alike.
"""

import frappe
from frappe import _
from frappe.model.document import Document

from iso_qms.access.appointments import validate_step
from iso_qms.access.checks import (
	facts_allow_write,
	facts_of,
	get_rule_or_none,
	may_reach_reference,
	stored_facts,
	throw_foreign,
)
from iso_qms.access.roles import DELEGATE
from iso_qms.access.rules import REFERENCES, RULES, Rule, get_rule
from iso_qms.access.scope import Scope, get_scope

# Comments that a person writes; the others are the framework's own log of what was done.
PERSONAL_COMMENTS = ("Comment", "Like")

# Links that may lead to another agency: superiors and successors, and people lent by it.
FREE_LINKS = ("ISO Agency", "ISO Staff Member")


def set_default_agency(doc: Document, method: str | None = None) -> None:
	"""A new record without agency belongs to the main agency of the person who makes it."""
	rule = get_rule(doc.doctype)
	if not rule or rule.agency_field == "name" or rule.shared_when_empty:
		return
	if not doc.get(rule.agency_field):
		doc.set(rule.agency_field, next(iter(get_scope().own), None))


def validate_agency(doc: Document, method: str | None = None) -> None:
	"""The agency rules of a save; also run before an update after submit."""
	if doc.meta.istable:
		refuse_loose_row(doc)
		return
	rule = get_rule(doc.doctype)
	if not rule:
		_validate_step_of_loan(doc)
		return
	scope = get_scope()
	stored = stored_facts(rule, doc)
	_validate_move(doc, rule, scope, stored)
	_validate_same_agency(doc, rule)
	if scope.unrestricted or _is_system_step(doc):
		return
	_validate_target(doc, rule, scope, stored)
	validate_step(scope, doc, doc.get(rule.agency_field))
	_validate_links(doc, scope)


def _validate_step_of_loan(doc: Document) -> None:
	"""A DocType of no agency: only a role that was lent can have stopped to count."""
	if DELEGATE in frappe.get_roles() and not _is_system_step(doc):
		validate_step(get_scope(), doc, None)


def refuse_loose_row(doc: Document, method: str | None = None) -> None:
	"""A row of a child table changes with its document, whose rules a loose row would miss.

	Stock v15 lets REST insert, change and delete rows of any document of a writable DocType.
	"""
	if not doc.meta.istable or _is_system_step(doc) or not doc.get("parenttype"):
		return
	if get_rule_or_none(doc.parenttype):
		frappe.throw(
			_("{0}: change the row in {1} {2}.").format(
				_(doc.doctype), _(doc.parenttype), frappe.bold(doc.parent)
			),
			frappe.PermissionError,
			title=_("Agency Rule"),
		)


def _is_system_step(doc: Document) -> bool:
	"""Server code that asked to skip permissions acts for the system, not for the person."""
	return bool(doc.flags.ignore_permissions) or bool(frappe.flags.in_patch)


def _validate_move(doc: Document, rule: Rule, scope: Scope, stored: dict | None) -> None:
	if not stored or frappe.flags.in_patch or rule.agency_field == "name":
		return
	before, after = stored[rule.agency_field], doc.get(rule.agency_field)
	if (before or "") == (after or "") or scope.roles & set(rule.province_writers):
		return
	frappe.throw(
		_("{0}: the record stays with agency {1}; it cannot be moved to {2}.").format(
			_(doc.doctype), frappe.bold(before or "-"), frappe.bold(after or "-")
		),
		frappe.PermissionError,
		title=_("Agency Rule"),
	)


def _validate_target(doc: Document, rule: Rule, scope: Scope, stored: dict | None) -> None:
	facts = facts_of(rule, doc)
	ptype = "write" if stored else "create"
	if not facts_allow_write(rule, scope, facts, ptype):
		throw_foreign(doc, facts[rule.agency_field])


def _validate_same_agency(doc: Document, rule: Rule) -> None:
	"""What a record links to is of its own agency; people may come from another one."""
	agency = doc.get(rule.agency_field)
	for field in doc.meta.get_link_fields():
		target = RULES.get(field.options)
		value = doc.get(field.fieldname)
		if not value or not target or field.options in FREE_LINKS:
			continue
		home = frappe.db.get_value(field.options, value, target.agency_field)
		if home and home != agency:
			frappe.throw(
				_("{0}: {1} belongs to another agency. Choose one of {2}.").format(
					_(field.label), frappe.bold(value), frappe.bold(agency)
				),
				title=_("Agency Rule"),
			)


def _validate_links(doc: Document, scope: Scope) -> None:
	"""A link copies fields of its target (fetch_from), so it may not point at a hidden record."""
	before = doc.get_doc_before_save()
	for row, old in _rows_with_old(doc, before):
		for field in row.meta.get_link_fields():
			value = row.get(field.fieldname)
			changed = not old or old.get(field.fieldname) != value
			if value and changed and field.options in RULES and field.options != "ISO Agency":
				_require_readable(row, field, value)


def _rows_with_old(doc: Document, before: Document | None) -> list[tuple]:
	old_children = {child.name: child for child in before.get_all_children()} if before else {}
	children = [(child, old_children.get(child.name)) for child in doc.get_all_children()]
	return [(doc, before), *children]


def _require_readable(row: Document, field: object, value: str) -> None:
	if not frappe.has_permission(field.options, "read", doc=value):
		frappe.throw(
			_("{0}: {1} {2} belongs to another agency.").format(
				_(field.label), _(field.options), frappe.bold(value)
			),
			frappe.PermissionError,
			title=_("Agency Rule"),
		)


def validate_reference(doc: Document, method: str | None = None) -> None:
	"""Nobody comments on, tags, follows or attaches to a record they do not reach."""
	if doc.doctype == "Comment" and doc.comment_type not in PERSONAL_COMMENTS:
		return
	scope = get_scope()
	follower = doc.get("user") if doc.doctype == "Document Follow" else None
	users = {scope.user, follower or scope.user}
	if scope.unrestricted or all(may_reach_reference(doc, "create", user) for user in users):
		return
	type_field, name_field = REFERENCES[doc.doctype]
	frappe.throw(
		_("{0} {1} belongs to another agency or is not open to you.").format(
			_(doc.get(type_field)), frappe.bold(doc.get(name_field))
		),
		frappe.PermissionError,
		title=_("Agency Rule"),
	)


def refuse_share(doc: Document, method: str | None = None) -> None:
	"""A share beats every denying hook of Frappe, so records of agencies are never shared."""
	type_field, _name_field = REFERENCES[doc.doctype]
	if get_rule_or_none(doc.get(type_field) or ""):
		frappe.throw(
			_("Records of agencies are not shared; their agency decides who sees them."),
			frappe.PermissionError,
			title=_("Agency Rule"),
		)
