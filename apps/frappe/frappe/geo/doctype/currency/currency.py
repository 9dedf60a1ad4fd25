"""A currency; its records come from CLDR, see geo/country_info.py."""

from frappe.model.document import Document


class Currency(Document):
    """No rule of its own."""
