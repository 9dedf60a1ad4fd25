"""Decides what a registered client may do: which addresses, scopes, kinds of answer and people."""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from authlib.oauth2.rfc6749 import ClientMixin

from ristretto import access
from ristretto.context import current

_GRANTS = {
    "Authorization Code": ("authorization_code", "refresh_token", "password"),
    "Implicit": ("implicit", "password"),
}


@dataclass(frozen=True)
class Client(ClientMixin):  # type: ignore[misc]
    """An OAuth Client record, as the library asks for it."""

    name: str
    app_name: str
    secret: str
    scopes: tuple[str, ...]
    redirect_uris: tuple[str, ...]
    default_redirect_uri: str
    grant_type: str
    response_type: str
    skip_authorization: bool
    allowed_roles: frozenset[str]

    def get_client_id(self) -> str:
        return self.name

    def get_default_redirect_uri(self) -> str:
        return self.default_redirect_uri

    def get_allowed_scope(self, scope: str | None) -> str | None:
        """The part of the asked scopes that the client has; all of them when none is asked for."""
        asked = (scope or "").split() or self.scopes
        return " ".join(name for name in asked if name in self.scopes) or None

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        """Letter by letter: a longer path or another query is another address."""
        return redirect_uri in (*self.redirect_uris, self.default_redirect_uri)

    def check_client_secret(self, client_secret: str) -> bool:
        return bool(self.secret) and hmac.compare_digest(
            self.secret.encode(), client_secret.encode()
        )

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        """Without the secret: only what the grants hold to PKCE or to a token of its own."""
        return method in ("client_secret_basic", "client_secret_post", "none")

    def check_response_type(self, response_type: str) -> bool:
        return response_type == self.response_type

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type in _GRANTS[self.grant_type]

    def admits(self, user: str) -> bool:
        """Whether one of the client's roles is the user's."""
        return not self.allowed_roles.isdisjoint(access.roles(user))


def find_client(client_id: str) -> Client | None:
    """The registered client, None when there is none."""
    rows = current().db.execute(
        "select `name`, `app_name`, `client_secret`, `scopes`, `redirect_uris`, "
        "`default_redirect_uri`, `grant_type`, `response_type`, `skip_authorization` "
        "from `tabOAuth Client` where `name` = ?",
        (client_id,),
    )
    if not rows or str(rows[0][0]) != client_id:
        return None
    name, app_name, secret, scopes, addresses, default, grant, answer, skips = rows[0]
    return Client(
        name=str(name),
        app_name=str(app_name or ""),
        secret=str(secret or ""),
        scopes=tuple(str(scopes or "").split()),
        redirect_uris=tuple(str(addresses or "").split()),
        default_redirect_uri=str(default or "").strip(),
        grant_type=str(grant or "Authorization Code"),
        response_type=str(answer or "Code").lower(),
        skip_authorization=bool(skips),
        allowed_roles=_roles_of(str(name)),
    )


def _roles_of(client: str) -> frozenset[str]:
    rows = current().db.execute(
        "select `role` from `tabOAuth Client Role` "
        "where `parenttype` = 'OAuth Client' and `parent` = ?",
        (client,),
    )
    return frozenset(str(row[0]) for row in rows)
