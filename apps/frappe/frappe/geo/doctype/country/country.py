"""A country; its records come from CLDR, see geo/country_info.py."""

from frappe.model.document import Document


class Country(Document):
    """No rule of its own."""
