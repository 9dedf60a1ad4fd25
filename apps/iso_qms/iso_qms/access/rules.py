"""One rule per DocType: the only place that says by which fields a record belongs to an agency.

conditions.py turns a rule into a query condition and checks.py into a yes or no for one record;
both read the same `Rule`, so a list never shows what opening the record refuses.
Never decides rights of roles: those are the permission rows of each DocType.
"""

from dataclasses import dataclass

import frappe

from iso_qms.access.roles import PROVINCIAL_ADMIN, PROVINCIAL_OFFICER

# States of an ISO Audit Plan in which the auditors named in its team see it.
RUNNING_PLAN_STATES = ("Approved", "In Progress")

READ_RIGHTS = frozenset({"read", "select", "print", "email", "report", "export"})
AUDIT_RIGHTS = READ_RIGHTS | {"write", "create"}

MASTER_WRITERS = (PROVINCIAL_ADMIN,)
SERVICE_WRITERS = (PROVINCIAL_ADMIN, PROVINCIAL_OFFICER)


@dataclass(frozen=True)
class Rule:
	"""How records of one DocType are bound to an agency.

	agency_field: field holding the agency ("name" on ISO Agency itself).
	plan_field: field holding the audit plan; auditors of its team get `lent_rights`.
	user_field: field holding a user who always reads the record.
	lendable_field: check field; a ticked record is readable by staff of every agency.
	lent_with_agency: auditors lent to the agency read the record while the audit runs.
	shared_when_empty: a record without agency belongs to the province and everybody reads it.
	province_writers: roles that write the records of every agency.
	"""

	doctype: str
	agency_field: str = "agency"
	plan_field: str = ""
	user_field: str = ""
	lendable_field: str = ""
	lent_with_agency: bool = False
	shared_when_empty: bool = False
	lent_rights: frozenset[str] = READ_RIGHTS
	province_writers: tuple[str, ...] = ()

	@property
	def fields(self) -> tuple[str, ...]:
		"""The columns that the decision reads."""
		candidates = (self.agency_field, self.plan_field, self.user_field, self.lendable_field)
		return tuple(field for field in candidates if field)


RULES: dict[str, Rule] = {
	rule.doctype: rule
	for rule in (
		Rule(
			"ISO Administrative Service",
			shared_when_empty=True,
			province_writers=SERVICE_WRITERS,
		),
		Rule(
			"ISO Agency",
			agency_field="name",
			lent_with_agency=True,
			province_writers=MASTER_WRITERS,
		),
		Rule("ISO Approval Delegation", province_writers=MASTER_WRITERS),
		Rule("ISO Audit Checklist", plan_field="plan", lent_rights=AUDIT_RIGHTS),
		Rule("ISO Audit Finding", plan_field="audit_plan", lent_rights=AUDIT_RIGHTS),
		Rule("ISO Audit Plan", plan_field="name", lent_rights=READ_RIGHTS | {"write"}),
		Rule("ISO Audit Program"),
		Rule("ISO Department", lent_with_agency=True, province_writers=MASTER_WRITERS),
		Rule("ISO Management Review"),
		Rule("ISO Procedure"),
		Rule("ISO Review Action"),
		Rule(
			"ISO Staff Member",
			user_field="user",
			lendable_field="may_be_lent",
			province_writers=MASTER_WRITERS,
		),
		Rule("ISO Word Template", shared_when_empty=True, province_writers=MASTER_WRITERS),
	)
}

# Rows that speak about another record: DocType -> (field with its DocType, field with its name).
REFERENCES: dict[str, tuple[str, str]] = {
	"Access Log": ("export_from", "reference_document"),
	"Activity Log": ("reference_doctype", "reference_name"),
	"Auto Repeat": ("reference_doctype", "reference_document"),
	"Comment": ("reference_doctype", "reference_name"),
	"Communication": ("reference_doctype", "reference_name"),
	"Deleted Document": ("deleted_doctype", "deleted_name"),
	"Document Follow": ("ref_doctype", "ref_docname"),
	"Document Share Key": ("reference_doctype", "reference_docname"),
	"DocShare": ("share_doctype", "share_name"),
	"Email Queue": ("reference_doctype", "reference_name"),
	"File": ("attached_to_doctype", "attached_to_name"),
	"Notification Log": ("document_type", "document_name"),
	"Reminder": ("reminder_doctype", "reminder_docname"),
	"Tag Link": ("document_type", "document_name"),
	"ToDo": ("reference_type", "reference_name"),
	"Version": ("ref_doctype", "docname"),
	"View Log": ("reference_doctype", "reference_name"),
	"Workflow Action": ("reference_doctype", "reference_name"),
}

# Records that show or send what one person may see: DocType -> field that names the person. Stock v15
# lets others name somebody else there, and read what was made for somebody else.
PERSONAL: dict[str, str] = {"Auto Email Report": "user", "Prepared Report": "owner"}


def get_rule(doctype: str) -> Rule | None:
	"""The rule of a DocType; a province's own DocType with a Link `agency` gets the plain one."""
	if rule := RULES.get(doctype):
		return rule
	if doctype in REFERENCES or doctype == "User":
		return None
	return _rule_of_custom_doctype(doctype)


def _rule_of_custom_doctype(doctype: str) -> Rule | None:
	meta = frappe.get_meta(doctype)
	field = None if meta.istable or meta.issingle else meta.get_field("agency")
	if field and field.fieldtype == "Link" and field.options == "ISO Agency":
		return Rule(doctype)
	return None


def governed_doctypes() -> list[str]:
	"""Every DocType that has a rule on this site, listed or of the province's own making."""
	if "iso_governed" not in frappe.flags:
		frappe.flags.iso_governed = _find_governed()
	return frappe.flags.iso_governed


def clear_governed(*_args: object) -> None:
	"""Forget the list; run by hooks when a DocType or a custom field changes."""
	frappe.flags.pop("iso_governed", None)


def _find_governed() -> list[str]:
	found = set(RULES)
	for source, owner_field in (("DocField", "parent"), ("Custom Field", "dt")):
		table = frappe.qb.DocType(source)
		rows = (
			frappe.qb.from_(table)
			.select(table[owner_field])
			.where(table.fieldname == "agency")
			.where(table.fieldtype == "Link")
			.where(table.options == "ISO Agency")
		).run()
		found.update(row[0] for row in rows)
	return sorted(doctype for doctype in found if _exists(doctype) and get_rule(doctype))


def _exists(doctype: str) -> bool:
	return bool(frappe.db.exists("DocType", doctype))


def parents_of_child(doctype: str) -> list[str]:
	"""The governed DocTypes that hold `doctype` as a child table."""
	holders: set[str] = set()
	for source, owner_field in (("DocField", "parent"), ("Custom Field", "dt")):
		table = frappe.qb.DocType(source)
		rows = (
			frappe.qb.from_(table)
			.select(table[owner_field])
			.where(table.fieldtype.isin(["Table", "Table MultiSelect"]))
			.where(table.options == doctype)
		).run()
		holders.update(row[0] for row in rows)
	return sorted(holder for holder in holders if _exists(holder) and get_rule(holder))
