"""What audit programs and plans share: the representative reviews, the head approves, and neither has prepared it.

The steps and their roles are rows of workflows.py.
"""

from iso_qms.records.stateful import StatefulRecord


class ApprovedRecord(StatefulRecord):
	"""A record of two levels; subclasses add their own gates."""

	stamps = {
		"Under Review": ("prepared_by", "prepared_on"),
		"Pending Approval": ("reviewed_by", "reviewed_on"),
		"Approved": ("approved_by", "approved_on"),
	}
	gates = {"Pending Approval": "check_signer", "Approved": "check_signer"}
	returns = (("Under Review", "Draft"), ("Pending Approval", "Draft"), ("Approved", "Draft"))

	def check_signer(self) -> None:
		self.refuse_same_person("prepared_by", "owner")
