"""Decides how a client comes by a token: code (with PKCE), refresh, password, implicit.

A client without its secret is a public one: its code needs PKCE, and its refresh tokens are marked as issued so.
"""

from __future__ import annotations

from typing import Any

from authlib.oauth2.rfc6749 import InvalidGrantError, InvalidScopeError, grants
from authlib.oidc.core import OpenIDCode
from joserfc.jwk import OctKey

from ristretto.context import current
from ristretto.errors import AuthenticationError
from ristretto.web.credentials import is_enabled
from ristretto.web.oauth import codes, tokens
from ristretto.web.oauth.clients import Client
from ristretto.web.oauth.people import claims_of
from ristretto.web.resolve import attribute

_METHODS = ["client_secret_basic", "client_secret_post", "none"]
PUBLIC_MARK = "p."


class _Grant:
    """What all grants share: asked scopes must be the client's, public refresh tokens are marked."""

    request: Any

    def validate_requested_scope(self) -> None:
        asked = (self.request.payload.scope or "").split()
        if not set(asked) <= set(self.request.client.scopes):
            raise InvalidScopeError()

    def generate_token(self, **options: Any) -> dict[str, Any]:
        made: dict[str, Any] = super().generate_token(**options)  # type: ignore[misc]
        if self.request.auth_method == "none" and made.get("refresh_token"):
            made["refresh_token"] = PUBLIC_MARK + made["refresh_token"]
        return made


class CodeGrant(_Grant, grants.AuthorizationCodeGrant):  # type: ignore[misc]
    TOKEN_ENDPOINT_AUTH_METHODS = _METHODS

    def save_authorization_code(self, code: str, request: Any) -> None:
        codes.save(code, request.client.name, request.user, request.scope, request.payload.data)

    def query_authorization_code(self, code: str, client: Client) -> codes.Code | None:
        return codes.find(code, client.name)

    def delete_authorization_code(self, authorization_code: codes.Code) -> None:
        codes.use_up(authorization_code)

    def authenticate_user(self, authorization_code: codes.Code) -> str | None:
        return _still_welcome(authorization_code.user, self.request.client)


class RefreshGrant(_Grant, grants.RefreshTokenGrant):  # type: ignore[misc]
    TOKEN_ENDPOINT_AUTH_METHODS = _METHODS
    INCLUDE_NEW_REFRESH_TOKEN = True

    def authenticate_refresh_token(self, refresh_token: str) -> tokens.Token | None:
        if self.request.auth_method == "none" and not refresh_token.startswith(PUBLIC_MARK):
            return None
        found = tokens.find(refresh_token, "refresh_token")
        return None if found is None or found.is_revoked() else found

    def authenticate_user(self, refresh_token: tokens.Token) -> str | None:
        return _still_welcome(refresh_token.user, self.request.client)

    def revoke_old_credential(self, refresh_token: tokens.Token) -> None:
        tokens.revoke(refresh_token)


class PasswordGrant(_Grant, grants.ResourceOwnerPasswordCredentialsGrant):  # type: ignore[misc]
    TOKEN_ENDPOINT_AUTH_METHODS = _METHODS

    def authenticate_token_endpoint_client(self) -> Client:
        # the scope is checked against it before the library hands it over
        self.request.client = super().authenticate_token_endpoint_client()
        client: Client = self.request.client
        return client

    def authenticate_user(self, username: str, password: str) -> str | None:
        """Counted and locked as every sign-in; an account with a second factor has no such way."""
        manager = current().login_manager
        current().db.rollback()  # the password's deliberate slowness holds no lock
        try:
            manager.authenticate(username, password)
        except AuthenticationError:
            current().db.begin("write")
            return None
        if attribute("frappe.twofactor.should_run_2fa")(manager.user):
            raise InvalidGrantError("This account signs in with a second factor.")
        return _still_welcome(str(manager.user), self.request.client)


class ImplicitGrant(_Grant, grants.ImplicitGrant):  # type: ignore[misc]
    """For pages without a server of their own, where the client's record says so."""


class IdToken(OpenIDCode):  # type: ignore[misc]
    """The signed note of who signed in, for scope openid."""

    def __init__(self, issuer: str) -> None:
        super().__init__(require_nonce=False)
        self.issuer = issuer

    def exists_nonce(self, nonce: str, request: Any) -> bool:
        return codes.is_nonce_known(str(request.payload.client_id), nonce)

    def resolve_client_private_key(self, client: Client) -> Any:
        return OctKey.import_key(client.secret)

    def get_client_algorithm(self, client: Client) -> str:
        return "HS256"

    def get_client_claims(self, client: Client) -> dict[str, Any]:
        return {"iss": self.issuer, "aud": client.name}

    def generate_user_info(self, user: str, scope: str) -> dict[str, Any]:
        return claims_of(user, self.issuer)


def _still_welcome(user: str, client: Client) -> str | None:
    """The user, unless the account was closed or lost the roles that the client asks for."""
    return user if is_enabled(user) and client.admits(user) else None
