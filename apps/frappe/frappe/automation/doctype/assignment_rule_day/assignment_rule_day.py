"""One weekday of an assignment rule."""

from frappe.model.document import Document


class AssignmentRuleDay(Document):
    """No rule of its own."""
