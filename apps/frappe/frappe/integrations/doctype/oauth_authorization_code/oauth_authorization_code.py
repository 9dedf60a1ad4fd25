"""A code of the OAuth provider; ristretto.web.oauth writes and judges it."""

from frappe.model.document import Document


class OAuthAuthorizationCode(Document):
    """Stored under the hash of the code."""
