"""One person whom an assignment rule may choose."""

from frappe.model.document import Document


class AssignmentRuleUser(Document):
    """No rule of its own."""
