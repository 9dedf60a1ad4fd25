"""A token of the OAuth provider; ristretto.web.oauth writes and judges it."""

from datetime import timedelta

from frappe.model.document import Document
from frappe.utils import cint, get_datetime


class OAuthBearerToken(Document):
    """Stored under the hash of the token, or as an app wrote it."""

    def validate(self) -> None:
        """An app that makes a token says how long it lives; its end follows."""
        if not self.expiration_time:
            self.expiration_time = get_datetime(self.creation) + timedelta(
                seconds=cint(self.expires_in)
            )
