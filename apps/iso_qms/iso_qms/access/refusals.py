"""The sentence with which a rule of the app refuses: for the person refused, and for an administrator who asks why.

It names agencies of the person alone, never the one that the record belongs to.
"""

import frappe
from frappe import _
from frappe.permissions import push_perm_check_log

from iso_qms.access.scope import Scope


def tell(scope: Scope, debug: bool = False) -> None:
	"""Say it where Frappe collects reasons; nothing happens when nobody listens."""
	push_perm_check_log(sentence(scope), debug=debug)


def sentence(scope: Scope) -> str:
	"""Why a record is closed to the scope."""
	if not scope.own:
		return _("Agency rule: {0} has no active staff record in an agency.").format(scope.user)
	names = [frappe.db.get_value("ISO Agency", name, "agency_name") or name for name in scope.own]
	return _("Agency rule: {0} belongs to {1}; what was asked for is not open to that agency.").format(
		scope.user, ", ".join(names)
	)
