"""Roles of one person, lent to a colleague of the same agency for some days.

Decides who may lend what to whom; whether a loan counts on a day and for a record is decided by
iso_qms.access.delegations. A delegation that has begun is evidence: it may end earlier, not change.
"""

import frappe
from frappe import _
from frappe.desk.doctype.notification_log.notification_log import enqueue_create_notification
from frappe.model.document import Document
from frappe.utils import formatdate, getdate, now_datetime, nowdate

from iso_qms.access import accounts
from iso_qms.access.roles import AGENCY_ADMIN, LENDABLE_ROLES
from iso_qms.access.scope import ACTIVE, clear_scopes, get_scope
from iso_qms.records.compare import changed_fields
from iso_qms.records.errors import DelegationError, LockedRecordError, SystemFieldError

WITHDRAWAL = ("withdrawn_on", "withdrawn_by")
# What still changes after the first day, besides the withdrawal: the last day.
OPEN_WHEN_BEGUN = ("to_date",)


class ISOApprovalDelegation(Document):
	def before_naming(self) -> None:
		# The agency is part of the name, and mandatory fields are checked after the naming.
		if not self.agency:
			frappe.throw(_("Agency: choose the agency of the two people."))

	def validate(self) -> None:
		before = self.get_doc_before_save()
		self.validate_withdrawal(before)
		if before:
			self.validate_unchanged(before)
		self.set_people()
		self.validate_actor()
		self.validate_dates(before)
		self.validate_roles()

	def on_update(self) -> None:
		clear_scopes()
		before = self.get_doc_before_save()
		for user in {self.to_user, before.to_user if before else self.to_user}:
			# The checks of this record stand in for a right on the account.
			accounts.sync_account(user)

	def after_insert(self) -> None:
		self.tell_delegate()

	def on_trash(self) -> None:
		if self.has_begun():
			frappe.throw(
				_("{0} has begun and is kept as evidence. Withdraw it instead.").format(
					frappe.bold(self.name)
				),
				LockedRecordError,
			)

	def has_begun(self) -> bool:
		return getdate(self.from_date) <= getdate(nowdate())

	def validate_withdrawal(self, before: Document | None) -> None:
		if self.flags.system_write:
			return
		if changed_fields(self, before or frappe.new_doc(self.doctype), only=WITHDRAWAL):
			frappe.throw(
				_("Withdrawn On: use the button Withdraw, which writes it."), SystemFieldError
			)

	def validate_unchanged(self, before: Document) -> None:
		if before.withdrawn_on:
			frappe.throw(
				_("{0} was withdrawn and does not change any more.").format(frappe.bold(self.name)),
				LockedRecordError,
			)
		if not before.has_begun():
			return
		locked = changed_fields(self, before, skip=(*OPEN_WHEN_BEGUN, *WITHDRAWAL))
		if locked:
			labels = ", ".join(_(self.meta.get_label(name)) for name in locked)
			frappe.throw(
				_("{0} has begun; only its last day can change, not: {1}. Withdraw it and make a new one.").format(
					frappe.bold(self.name), labels
				),
				LockedRecordError,
			)

	def set_people(self) -> None:
		"""Both work in the agency with an open account; accounts are taken from their records."""
		giver, taker = self._person("from_person"), self._person("to_person")
		self.from_user, self.to_user = giver.user, taker.user
		if giver.user == taker.user:
			frappe.throw(_("Lent To: choose another person than the lender."), DelegationError)
		self.title = f"{giver.full_name} → {taker.full_name}"

	def _person(self, fieldname: str) -> dict:
		fields = ["agency", "user", "account_status", "full_name"]
		person = frappe.db.get_value("ISO Staff Member", self.get(fieldname), fields, as_dict=True)
		label = _(self.meta.get_label(fieldname))
		if not person or person.agency != self.agency:
			frappe.throw(
				_("{0}: choose a staff member of agency {1}.").format(label, frappe.bold(self.agency)),
				DelegationError,
			)
		if person.account_status != ACTIVE or not person.user:
			frappe.throw(
				_("{0}: {1} has no open account.").format(label, frappe.bold(person.full_name)),
				DelegationError,
			)
		return person

	def validate_actor(self) -> None:
		"""People lend what is theirs; an administrator does it for somebody absent, never to himself."""
		scope = get_scope()
		if scope.unrestricted or scope.user == self.from_user:
			return
		manages = accounts.is_province_manager(scope) or (
			AGENCY_ADMIN in scope.roles and self.agency in scope.writable
		)
		if not manages or scope.user == self.to_user:
			frappe.throw(
				_(
					"Only the lender, or an administrator of the agency who gains nothing by it, "
					"makes and changes a delegation."
				),
				frappe.PermissionError,
			)

	def validate_dates(self, before: Document | None) -> None:
		if getdate(self.to_date) < getdate(self.from_date):
			frappe.throw(
				_("To Date {0} is before From Date {1}.").format(
					formatdate(self.to_date), formatdate(self.from_date)
				),
				DelegationError,
			)
		if self.withdrawn_on or (before and getdate(before.to_date) == getdate(self.to_date)):
			return
		if getdate(self.to_date) < getdate(nowdate()):
			frappe.throw(
				_("To Date {0} has passed. Choose today or a later day.").format(
					formatdate(self.to_date)
				),
				DelegationError,
			)

	def validate_roles(self) -> None:
		"""Only own roles, of those that can be lent; an empty table takes all of them."""
		held = frappe.get_all(
			"ISO Staff Role",
			{"parent": self.from_person, "parenttype": "ISO Staff Member"},
			pluck="role",
			order_by="idx",
		)
		if not self.roles:
			for role in dict.fromkeys(held):
				if role in LENDABLE_ROLES:
					self.append("roles", {"role": role})
		wanted = [row.role for row in self.roles]
		beyond = [role for role in wanted if role not in held or role not in LENDABLE_ROLES]
		if beyond:
			frappe.throw(
				_("Lent Roles: the lender does not hold, or cannot lend: {0}.").format(
					", ".join(_(role) for role in beyond)
				),
				DelegationError,
			)
		if not wanted:
			frappe.throw(_("Lent By: this person holds no role that can be lent."), DelegationError)
		if len(set(wanted)) < len(wanted):
			frappe.throw(_("Lent Roles: a role is listed twice."), DelegationError)

	def tell_delegate(self) -> None:
		enqueue_create_notification(
			self.to_user,
			{
				"type": "Alert",
				"document_type": self.doctype,
				"document_name": self.name,
				"subject": _("{0}: you approve on behalf of this person from {1} to {2}").format(
					frappe.bold(self.title.split(" → ")[0]),
					formatdate(self.from_date),
					formatdate(self.to_date),
				),
				"from_user": frappe.session.user,
			},
		)

	@frappe.whitelist()
	def withdraw(self) -> None:
		"""End the delegation now; what was done on behalf of the lender stays valid."""
		self.check_permission("write")
		self.reload()
		self.flags.system_write = True
		self.withdrawn_on, self.withdrawn_by = now_datetime(), frappe.session.user
		self.save()
