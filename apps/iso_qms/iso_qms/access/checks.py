"""Says yes or no for one record: the has_permission hook ("*") and the checks of every save.

Reads the same rules as conditions.py. An existing record is judged by what the database holds, so a
request that names its own agency in the body of a foreign record gains nothing. The hook can only
refuse; what a role may do at all stays with the permission rows.
"""

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from iso_qms.access import refusals
from iso_qms.access.appointments import holds_right, uses_ended_loan
from iso_qms.access.rules import PERSONAL, READ_RIGHTS, REFERENCES, Rule, get_rule
from iso_qms.access.scope import Scope, get_scope

# Rows about a record that need the right to change it, not only to read it.
WRITING_REFERENCES = ("File",)


def has_permission(
	doc: Document, ptype: str | None = None, user: str | None = None, debug: bool = False
) -> bool | None:
	"""False when a rule of the app forbids; None leaves the answer to Frappe."""
	scope = get_scope(user)
	if scope.unrestricted or _is_open(scope, doc, ptype):
		return None
	refusals.tell(scope, debug)
	return False


def _is_open(scope: Scope, doc: Document, ptype: str | None) -> bool:
	if rule := get_rule(doc.doctype):
		return is_allowed(rule, scope, doc, ptype or "read")
	if doc.doctype == "User":
		return _may_know_user(scope, doc.name)
	if doc.doctype in PERSONAL:
		return _is_own(doc, PERSONAL[doc.doctype], scope.user)
	if doc.doctype in REFERENCES:
		return _reference_allows(doc, ptype or "read", scope.user)
	return not (ptype and ptype not in READ_RIGHTS and uses_ended_loan(scope, doc.doctype, ptype))


def is_allowed(rule: Rule, scope: Scope, doc: Document, ptype: str) -> bool:
	"""Whether the rule lets the scope use the right `ptype` on the record."""
	if ptype == "share":
		return False
	stored = stored_facts(rule, doc)
	if ptype in READ_RIGHTS:
		return facts_allow_read(rule, scope, stored or facts_of(rule, doc))
	claimed = facts_of(rule, doc)
	return all(facts_allow_write(rule, scope, facts, ptype) for facts in (stored, claimed) if facts)


def facts_of(rule: Rule, doc: Document) -> dict[str, Any]:
	"""What the record in memory says of the fields that the rule reads."""
	return {field: doc.get(field) for field in rule.fields}


def stored_facts(rule: Rule, doc: Document) -> dict[str, Any] | None:
	"""What the database says, or None for a record not stored yet."""
	if not doc.name:
		return None
	return frappe.db.get_value(rule.doctype, doc.name, rule.fields, as_dict=True)


def facts_allow_read(rule: Rule, scope: Scope, facts: dict[str, Any]) -> bool:
	"""The twin of conditions.rule_condition for one row."""
	if scope.reads_all:
		return True
	if not scope.own:
		return False
	agency = facts[rule.agency_field]
	return bool(
		agency in scope.readable
		or (rule.lent_with_agency and agency in scope.lent_agencies)
		or (rule.shared_when_empty and not agency)
		or (rule.plan_field and facts[rule.plan_field] in scope.lent_plans)
		or (rule.user_field and facts[rule.user_field] == scope.user)
		or (rule.lendable_field and facts[rule.lendable_field])
	)


def facts_allow_write(rule: Rule, scope: Scope, facts: dict[str, Any], ptype: str) -> bool:
	"""Writing: own open agency, a running audit that lends one, or a writer of the province."""
	if scope.roles & set(rule.province_writers):
		return True
	agency = facts[rule.agency_field]
	if not holds_right(scope, rule.doctype, ptype, agency):
		return False
	if not agency:
		# A new record gets its agency from the staff record before it is validated.
		return ptype == "create" and bool(scope.writable) and not rule.shared_when_empty
	if agency in scope.writable:
		return True
	lent = bool(rule.plan_field) and facts[rule.plan_field] in scope.lent_plans
	return lent and ptype in rule.lent_rights


def _is_own(doc: Document, field: str, user: str) -> bool:
	"""Whether the record names the person alone, as it is stored and as it is sent."""
	stored = frappe.db.get_value(doc.doctype, doc.name, field) if doc.name else None
	return {stored or user, doc.get(field) or user} == {user}


def _may_know_user(scope: Scope, name: str | None) -> bool:
	if scope.reads_all or not name or name == scope.user:
		return True
	if not scope.own:
		return False
	rule = get_rule("ISO Staff Member")
	rows = frappe.get_all("ISO Staff Member", filters={"user": name}, fields=list(rule.fields))
	return any(facts_allow_read(rule, scope, row) for row in rows)


def _reference_allows(doc: Document, ptype: str, user: str) -> bool:
	if doc.doctype == "File" and ptype == "create" and not doc.get("content"):
		# Imported here: files.py builds on this module.
		from iso_qms.access.files import may_use_address

		if not may_use_address(doc):
			return False
	return may_reach_reference(doc, ptype, user)


def may_reach_reference(doc: Document, ptype: str, user: str) -> bool:
	"""Whether the user reaches the record that this comment, file, task … is about."""
	type_field, name_field = REFERENCES[doc.doctype]
	target, name = doc.get(type_field), doc.get(name_field)
	if not target or not name or not get_rule_or_none(target):
		return True
	if not frappe.db.exists(target, name):
		return False
	changes = doc.doctype in WRITING_REFERENCES and ptype not in READ_RIGHTS
	return bool(frappe.has_permission(target, "write" if changes else "read", doc=name, user=user))


def get_rule_or_none(doctype: str) -> Rule | None:
	"""The rule of a DocType named by a record, which may not exist any more."""
	return get_rule(doctype) if frappe.db.exists("DocType", doctype) else None


def throw_foreign(doc: Document, agency: str | None) -> None:
	"""The one sentence for a record outside the person's agencies."""
	frappe.throw(
		_("{0}: you cannot save records of agency {1}. Choose an open agency of your own.").format(
			_(doc.doctype), frappe.bold(agency or "-")
		),
		frappe.PermissionError,
		title=_("Agency Rule"),
	)
