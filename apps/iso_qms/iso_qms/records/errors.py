"""The refusals of records: one class per meaning, so that callers can tell them apart."""

import frappe


class IllegalStateChangeError(frappe.ValidationError):
	"""A state that the record cannot reach from where it is."""


class GateError(frappe.ValidationError):
	"""Something is missing before the record may enter the state."""


class LockedRecordError(frappe.ValidationError):
	"""The content may not change in this state."""


class SystemFieldError(frappe.ValidationError):
	"""A field that only the system writes, such as who approved and when."""


class SamePersonError(frappe.ValidationError):
	"""Two acts that need two different people."""


class IndependenceError(frappe.ValidationError):
	"""An auditor who is not independent of what is audited (ISO 9001, clause 9.2.2 c)."""


class ForeignAgencyError(frappe.ValidationError):
	"""A row that points to a person or department of another agency."""


class DelegationError(frappe.ValidationError):
	"""What cannot be lent, or not to this person."""


class MissingReasonError(GateError):
	"""A step back without a reason."""
