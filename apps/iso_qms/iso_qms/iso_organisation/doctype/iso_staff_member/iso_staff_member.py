"""A person's place in an agency; changing its name, status or roles changes the account.

The account itself is written by iso_qms.access.accounts only, after the checks made here, so that a
form, an import and a REST call meet the same refusals.
"""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import validate_email_address

from iso_qms.access import accounts
from iso_qms.access.scope import ACTIVE, clear_scopes, get_scope

NO_ACCOUNT = "No Account"
BLOCKED = "Blocked"
MIN_PASSWORD_LENGTH = 8


class ISOStaffMember(Document):
	def before_naming(self) -> None:
		# The agency is part of the name, and mandatory fields are checked after the naming.
		if not self.agency:
			frappe.throw(_("Agency: choose the agency of the staff member."))

	def validate(self) -> None:
		self.email = (self.email or "").strip().lower()
		before = self.get_doc_before_save()
		self.validate_twin_roles()
		self.validate_user_field(before)
		self.validate_account_change(before)
		accounts.validate_roles(self, before)
		self.open_account_if_needed()

	def validate_twin_roles(self) -> None:
		seen: set[str] = set()
		for row in self.roles:
			if row.role in seen:
				frappe.throw(_("Row {0}, Role: {1} is listed twice.").format(row.idx, _(row.role)))
			seen.add(row.role)

	def validate_user_field(self, before: Document | None) -> None:
		"""The account of a person is opened here, never typed in: it could be somebody else's."""
		if (self.user or None) != ((before.user if before else None) or None):
			frappe.throw(
				_("Account: it is set when the account is opened and cannot be chosen."),
				frappe.PermissionError,
			)
		if before and self.user and before.email != self.email:
			frappe.throw(_("Email: it cannot be changed once the account is open."))

	def validate_account_change(self, before: Document | None) -> None:
		was = before.account_status if before else NO_ACCOUNT
		if self.user and self.account_status == NO_ACCOUNT:
			frappe.throw(_("Account Status: block the account instead of removing it."))
		if not self.user and self.account_status == BLOCKED:
			frappe.throw(_("Account Status: there is no account to block."))
		if was != self.account_status and self.user == get_scope().user:
			frappe.throw(
				_("Account Status: nobody blocks or opens the own account."), frappe.PermissionError
			)
		if self.is_account_touched(before):
			accounts.require_manager(self)
			if self.user:
				accounts.require_manageable(self.user, self)

	def is_account_touched(self, before: Document | None) -> bool:
		if not before:
			return self.account_status != NO_ACCOUNT or bool(self.roles)
		old = {row.role for row in before.roles}
		return (
			self.is_renamed(before)
			or before.account_status != self.account_status
			or before.agency != self.agency
			or old != {row.role for row in self.roles}
		)

	def is_renamed(self, before: Document | None) -> bool:
		"""Whether the person's account goes by an earlier name."""
		return bool(before and self.user and before.full_name != self.full_name)

	def open_account_if_needed(self) -> None:
		if self.account_status == ACTIVE and not self.user:
			validate_email_address(self.email, throw=bool(self.email))
			self.user = accounts.open_account(self)

	def on_update(self) -> None:
		clear_scopes()
		before = self.get_doc_before_save()
		if self.is_renamed(before):
			accounts.rename_account(self.user, self.full_name)
		if self.user and self.is_account_touched(before):
			accounts.sync_account(self.user)

	def on_trash(self) -> None:
		if self.user:
			frappe.throw(
				_("{0} has an account. Block it instead of deleting the record.").format(
					frappe.bold(self.full_name)
				)
			)
		clear_scopes()

	@frappe.whitelist()
	def set_account_active(self) -> None:
		"""Open the account, or lift a block."""
		self.change_status(ACTIVE)

	@frappe.whitelist()
	def block_account(self) -> None:
		"""End the account's sessions and refuse sign-in."""
		self.change_status(BLOCKED)

	def change_status(self, status: str) -> None:
		self.check_permission("write")
		self.reload()
		self.account_status = status
		self.save()

	@frappe.whitelist()
	def move_to_department(self, department: str) -> None:
		"""Move the person to another department of the same agency."""
		self.check_permission("write")
		self.reload()
		self.department = department
		self.save()

	@frappe.whitelist()
	def reset_password(self, new_password: str) -> None:
		"""Give the account a new password and end its sessions."""
		self.check_permission("write")
		self.reload()
		accounts.require_manager(self)
		if not self.user:
			frappe.throw(_("Account: open the account first."))
		accounts.require_manageable(self.user, self)
		if len(new_password or "") < MIN_PASSWORD_LENGTH:
			frappe.throw(
				_("New Password: use at least {0} characters.").format(MIN_PASSWORD_LENGTH)
			)
		accounts.set_password(self.user, new_password)
		self.add_comment("Info", _("Password reset"))
