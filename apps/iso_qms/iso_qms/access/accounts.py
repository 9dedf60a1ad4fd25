"""Accounts: who may open, block, move and reset which; the app writes User nowhere else.

An account is led by ISO Staff Member records: its ISO roles are the sum of the roles of its
active records and of what is lent to it, and it is enabled while one record is active. An agency administrator reaches
accounts whose records all lie in the own agency and whose roles are all of the fixed list;
everything else is the provincial administrator's, and accounts that run the site Administrator's.
"""

import frappe
from frappe import _
from frappe.model.document import Document

from iso_qms.access.delegations import lent_roles
from iso_qms.access.roles import (
	AGENCY_ADMIN,
	ALL_ROLES,
	DELEGATE,
	PROVINCIAL_ADMIN,
	SITE_ROLES,
	assignable_roles,
)
from iso_qms.access.scope import ACTIVE, Scope, clear_scopes, get_scope

# Fields of User that decide what an account may do; nobody changes them around the staff record.
GUARDED_USER_FIELDS = ("enabled", "user_type", "role_profile_name", "module_profile")
SERVICE_FLAG = "iso_account_service"


def is_province_manager(scope: Scope) -> bool:
	"""Whether the person manages the accounts of all agencies."""
	return scope.unrestricted or PROVINCIAL_ADMIN in scope.roles


def require_manager(staff: Document) -> None:
	"""Only administrators of the staff member's agency, or of the province, manage the account."""
	scope = get_scope()
	if is_province_manager(scope):
		return
	if AGENCY_ADMIN not in scope.roles or staff.agency not in scope.writable:
		_refuse(_("Only an administrator of agency {0} manages this account.").format(staff.agency))


def require_manageable(user: str, staff: Document) -> None:
	"""Refuse an account that is more than this agency's: the site's, the province's, or shared."""
	scope = get_scope()
	if scope.unrestricted:
		return
	held = set(frappe.get_roles(user))
	if user in ("Administrator", "Guest") or held & set(SITE_ROLES):
		_refuse(_("Account {0} runs the site; only Administrator manages it.").format(user))
	if is_province_manager(scope):
		return
	beyond = held & set(ALL_ROLES) - assignable_roles(scope.roles) - {AGENCY_ADMIN}
	elsewhere = frappe.get_all(
		"ISO Staff Member", {"user": user, "agency": ["!=", staff.agency]}, limit=1
	)
	if beyond or elsewhere:
		_refuse(_("Account {0} is managed by the provincial administrator.").format(user))


def validate_roles(staff: Document, before: Document | None) -> None:
	"""Every role that is added or taken away must be one that the person may give."""
	added_or_removed = _roles_of(staff) ^ (_roles_of(before) if before else set())
	unknown = _roles_of(staff) - set(ALL_ROLES)
	if unknown:
		_refuse(_("Roles: {0} cannot be given here.").format(", ".join(sorted(unknown))))
	if not added_or_removed:
		return
	scope = get_scope()
	beyond = added_or_removed - assignable_roles(scope.roles)
	if beyond:
		_refuse(_("Roles: you may not give or take {0}.").format(", ".join(sorted(beyond))))
	if staff.user == scope.user and not scope.unrestricted:
		_refuse(_("Roles: nobody changes the own roles. Ask another administrator."))


def _roles_of(staff: Document) -> set[str]:
	return {row.role for row in staff.roles}


def open_account(staff: Document) -> str:
	"""Make the User of a staff member and answer its name; an address in use is refused."""
	login = (staff.email or "").strip().lower()
	if not login:
		frappe.throw(_("Email: enter the address that the person signs in with."))
	if frappe.db.exists("User", login):
		if not is_province_manager(get_scope()):
			_refuse(
				_("Email: {0} already has an account. Ask the provincial administrator.").format(
					login
				)
			)
		require_manageable(login, staff)
		return login
	user = frappe.new_doc("User")
	user.update(
		{
			"email": login,
			"first_name": staff.full_name,
			# Given, because an import fills in no defaults.
			"enabled": 1,
			"user_type": "System User",
			"send_welcome_email": 0,
			"language": "vi",
			# At once: every save of an account empties all caches of stock Frappe.
			"roles": [{"role": role} for role in sorted(_roles_of(staff))],
		}
	)
	_save_user(user)
	return user.name


def sync_account(user: str) -> None:
	"""Bring roles and enabled of an account in line with its staff records."""
	records = frappe.get_all(
		"ISO Staff Member", {"user": user, "account_status": ACTIVE}, pluck="name"
	)
	roles = set(
		frappe.get_all(
			"ISO Staff Role",
			{"parent": ["in", records or [""]], "parenttype": "ISO Staff Member"},
			pluck="role",
		)
	)
	if records:
		roles |= lent_roles(user)
	account = frappe.get_doc("User", user)
	others = [row.role for row in account.roles if row.role not in (*ALL_ROLES, DELEGATE)]
	wanted = [*others, *sorted(roles)]
	enabled = 1 if records else 0
	if sorted(row.role for row in account.roles) != sorted(wanted) or account.enabled != enabled:
		_toggle_notifications(user, enabled)
		account.set("roles", [{"role": role} for role in wanted])
		account.enabled = enabled
		_save_user(account)
	_set_default_agency_of(user)
	clear_scopes()


def rename_account(user: str, full_name: str) -> None:
	"""Let the account go by the name of its staff record, which keeps a name in one piece."""
	account = frappe.get_doc("User", user)
	account.update({"first_name": full_name, "middle_name": None, "last_name": None})
	_save_user(account)


def _toggle_notifications(user: str, enabled: int) -> None:
	"""Stock User.validate would save this record with the rights of the person acting."""
	if frappe.db.exists("DocType", "Notification Settings"):
		frappe.db.set_value("Notification Settings", user, "enabled", enabled)


def _set_default_agency_of(user: str) -> None:
	"""Forms open with the person's main agency filled in (a default of the field `agency`)."""
	agency = frappe.db.get_value(
		"ISO Staff Member",
		{"user": user, "account_status": ACTIVE},
		"agency",
		order_by="creation, name",
	)
	if agency:
		frappe.defaults.set_user_default("agency", agency, user)
	else:
		frappe.defaults.clear_user_default("agency", user)


def set_password(user: str, new_password: str) -> None:
	"""Give an account a new password and end its sessions; Frappe's password policy applies."""
	account = frappe.get_doc("User", user)
	account.new_password = new_password
	account.logout_all_sessions = 1
	_save_user(account)


def _save_user(user: Document) -> None:
	user.flags[SERVICE_FLAG] = True
	# Administrators of agencies hold no right on User; the checks above stand in for it.
	user.save(ignore_permissions=True)


def guard_user(doc: Document, method: str | None = None) -> None:
	"""doc_events User: rights of an account change through its staff record only."""
	if doc.flags.get(SERVICE_FLAG) or get_scope().unrestricted:
		return
	before = doc.get_doc_before_save()
	old_roles = {row.role for row in before.roles} if before else set()
	changed = {row.role for row in doc.roles} ^ old_roles
	if changed & {*ALL_ROLES, DELEGATE, *SITE_ROLES} or (
		before and (changed or _guarded_change(doc, before))
	):
		_refuse(_("Roles and state of an account are changed in its ISO Staff Member record."))


def _guarded_change(doc: Document, before: Document) -> bool:
	return any((doc.get(f) or 0) != (before.get(f) or 0) for f in GUARDED_USER_FIELDS)


def refuse_meta_change(doc: Document, method: str | None = None) -> None:
	"""doc_events of what decides rights site-wide: only those who run the site write it."""
	scope = get_scope()
	if scope.unrestricted or frappe.session.user == "Guest" or not scope.is_staff:
		return
	if not doc.flags.ignore_permissions:
		_refuse(
			_("{0} is changed by the administrator of the province only.").format(_(doc.doctype))
		)


def _refuse(message: str) -> None:
	frappe.throw(message, frappe.PermissionError, title=_("Account Rule"))
