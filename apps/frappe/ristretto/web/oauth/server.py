"""Decides which parts of OAuth 2 and OpenID Connect this site offers, and speaks them over our requests."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from authlib.common.security import generate_token
from authlib.oauth2 import OAuth2Request
from authlib.oauth2.base import invalid_error_characters
from authlib.oauth2.rfc6749 import AuthorizationServer, InvalidRequestError
from authlib.oauth2.rfc6749.requests import BasicOAuth2Payload
from authlib.oauth2.rfc6750 import BearerTokenGenerator
from authlib.oauth2.rfc7009 import RevocationEndpoint
from authlib.oauth2.rfc7636 import CodeChallenge
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Request

from ristretto.web.oauth import tokens
from ristretto.web.oauth.clients import Client, find_client
from ristretto.web.oauth.grants import (
    CodeGrant,
    IdToken,
    ImplicitGrant,
    PasswordGrant,
    RefreshGrant,
)

TOKEN_LENGTH = 48
_NAMED = ("response_type", "grant_type", "redirect_uri", "scope", "client_id")


@dataclass(frozen=True)
class OAuthAnswer:
    """What the protocol answers: a status, a body (a dict is JSON) and headers."""

    status: int
    body: Any
    headers: dict[str, str]

    @property
    def location(self) -> str | None:
        return self.headers.get("Location")


class _Payload(BasicOAuth2Payload):  # type: ignore[misc]
    def __init__(self, values: MultiDict[str, str]) -> None:
        super().__init__(values.to_dict())
        self._datalist = defaultdict(list, values.to_dict(flat=False))


class _Request(OAuth2Request):  # type: ignore[misc]
    """Our request as the library reads it. Whether the line is encrypted is the operator's matter."""

    def __init__(self, request: Request) -> None:
        super().__init__(
            request.method, f"https://site{request.full_path}", headers=request.headers
        )
        self._form = MultiDict(request.form)
        values = MultiDict(request.args)
        values.update(request.form)
        self.payload = _Payload(values)
        self._args = request.args
        self._refuse_odd_characters()

    def _refuse_odd_characters(self) -> None:
        """The library repeats some values in its answers, where RFC 6749 allows few characters."""
        for name in _NAMED:
            if invalid_error_characters(self.payload.data.get(name) or ""):
                raise InvalidRequestError(f"Invalid '{name}' in request.")

    @property
    def args(self) -> Any:
        return self._args

    @property
    def form(self) -> Any:
        return self._form


class Revocation(RevocationEndpoint):  # type: ignore[misc]
    CLIENT_AUTH_METHODS = ("client_secret_basic", "client_secret_post", "none")

    def authenticate_endpoint_client(self, request: Any) -> Any:
        """Whoever shows a token and no name ends it, as on stock: holding it could do worse."""
        is_named = "client_id" in request.payload.data or "Authorization" in request.headers
        found = None if is_named else self.query_token(request.form.get("token", ""), None)
        request.client = find_client(found.client) if found else None
        return request.client or super().authenticate_endpoint_client(request)

    def query_token(self, token_string: str, token_type_hint: str | None) -> tokens.Token | None:
        """The hint may be wrong (RFC 7009): both kinds are looked for."""
        first = token_type_hint or "access_token"
        second = "refresh_token" if first == "access_token" else "access_token"
        return tokens.find(token_string, first) or tokens.find(token_string, second)

    def revoke_token(self, token: tokens.Token, request: Any) -> None:
        tokens.revoke(token)


class Provider(AuthorizationServer):  # type: ignore[misc]
    """One per request."""

    def __init__(self, issuer: str) -> None:
        super().__init__()
        id_token = IdToken(issuer)
        self.register_grant(CodeGrant, [CodeChallenge(required=True), id_token])
        self.register_grant(ImplicitGrant)
        self.register_grant(RefreshGrant, [id_token])
        self.register_grant(PasswordGrant, [id_token])
        self.register_endpoint(Revocation)
        self.register_token_generator(
            "default", BearerTokenGenerator(_token, _token, tokens.LIFE_SECONDS)
        )

    def query_client(self, client_id: str) -> Client | None:
        return find_client(client_id)

    def save_token(self, token: dict[str, Any], request: Any) -> None:
        tokens.save(token, request.client.name, request.user)

    def create_oauth2_request(self, request: Request) -> _Request:
        return _Request(request)

    def handle_response(self, status: int, body: Any, headers: Any) -> OAuthAnswer:
        return OAuthAnswer(status, body, dict(headers))

    def send_signal(self, name: str, *args: Any, **kwargs: Any) -> None:
        """Nobody listens."""


def _token(**_about: Any) -> str:
    return str(generate_token(TOKEN_LENGTH))
