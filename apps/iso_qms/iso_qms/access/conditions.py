"""Turns rules into SQL conditions for lists, link search, counts, reports and charts.

`permission_query` is the site's single permission_query_conditions hook ("*"). It answers "" when
nothing is to be hidden, else a condition in one pair of brackets. Every value is escaped, every
name comes from metadata; the condition is an `in` over the indexed agency column.
"""

from collections.abc import Iterable

import frappe

from iso_qms.access.rules import (
	PERSONAL,
	REFERENCES,
	Rule,
	get_rule,
	governed_doctypes,
	parents_of_child,
)
from iso_qms.access.scope import Scope, get_scope

NOTHING = "1=0"


def permission_query(user: str | None = None, doctype: str | None = None) -> str:
	"""The condition under which `user` sees rows of `doctype`; "" means no condition."""
	scope = get_scope(user)
	if scope.unrestricted or not doctype:
		return ""
	if rule := get_rule(doctype):
		return rule_condition(rule, scope)
	if doctype == "User":
		return _user_condition(scope)
	if field := PERSONAL.get(doctype):
		return f"({_column(doctype, field)} = {_escape(scope.user)})"
	if doctype in REFERENCES:
		return _reference_condition(doctype, scope)
	if frappe.get_meta(doctype).istable:
		return _child_condition(doctype, scope)
	return ""


def rule_condition(rule: Rule, scope: Scope) -> str:
	"""The rows of the rule's DocType that the scope reads."""
	if scope.reads_all:
		return ""
	if not scope.own:
		return NOTHING
	agencies = scope.readable | (scope.lent_agencies if rule.lent_with_agency else frozenset())
	parts = [_among(rule.doctype, rule.agency_field, agencies)]
	if rule.shared_when_empty:
		parts.append(f"coalesce({_column(rule.doctype, rule.agency_field)}, '') = ''")
	if rule.plan_field and scope.lent_plans:
		parts.append(_among(rule.doctype, rule.plan_field, scope.lent_plans))
	if rule.user_field:
		parts.append(f"{_column(rule.doctype, rule.user_field)} = {_escape(scope.user)}")
	if rule.lendable_field:
		parts.append(f"{_column(rule.doctype, rule.lendable_field)} = 1")
	return _any_of(parts)


def readable_names(rule: Rule, scope: Scope) -> str:
	"""A sub-select of the names of all rows that the scope reads."""
	condition = rule_condition(rule, scope)
	where = f" where {condition}" if condition else ""
	return f"select {_column(rule.doctype, 'name')} from `tab{rule.doctype}`{where}"


def _reference_condition(doctype: str, scope: Scope) -> str:
	"""Rows about a governed record are seen by those who see the record."""
	if scope.reads_all:
		return ""
	type_field, name_field = REFERENCES[doctype]
	governed = governed_doctypes()
	kind = f"coalesce({_column(doctype, type_field)}, '')"
	parts = [f"{kind} not in ({_escaped_list(governed)})"]
	parts += [
		f"({_column(doctype, type_field)} = {_escape(target)}"
		f" and {_column(doctype, name_field)} in ({readable_names(get_rule(target), scope)}))"
		for target in governed
		# The agency is not enough: the person's roles must open the DocType as well.
		if frappe.has_permission(target, "read", user=scope.user)
	]
	return _any_of(parts)


def _child_condition(doctype: str, scope: Scope) -> str:
	"""Rows of a child table are seen by those who see the parent (stock checks less)."""
	parents = parents_of_child(doctype)
	if scope.reads_all or not parents:
		return ""
	kind = _column(doctype, "parenttype")
	parts = [f"{kind} not in ({_escaped_list(parents)})"]
	parts += [
		f"({kind} = {_escape(parent)}"
		f" and {_column(doctype, 'parent')} in ({readable_names(get_rule(parent), scope)}))"
		for parent in parents
	]
	return _any_of(parts)


def _user_condition(scope: Scope) -> str:
	"""Accounts of colleagues and of auditors who may be lent; strangers stay unknown."""
	if scope.reads_all:
		return ""
	own = f"{_column('User', 'name')} = {_escape(scope.user)}"
	if not scope.own:
		return own
	staff = rule_condition(get_rule("ISO Staff Member"), scope)
	names = f"select {_column('ISO Staff Member', 'user')} from `tabISO Staff Member` where {staff}"
	return _any_of([own, f"{_column('User', 'name')} in ({names})"])


def _column(doctype: str, field: str) -> str:
	return f"`tab{doctype}`.`{field}`"


def _escape(value: str) -> str:
	return frappe.db.escape(value, percent=False)


def _escaped_list(values: Iterable[str]) -> str:
	return ", ".join(_escape(value) for value in sorted(values))


def _among(doctype: str, field: str, values: Iterable[str]) -> str:
	listed = _escaped_list(values)
	return f"{_column(doctype, field)} in ({listed})" if listed else NOTHING


def _any_of(parts: list[str]) -> str:
	return "(" + " or ".join(parts) + ")"
