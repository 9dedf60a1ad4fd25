"""Decides how long and how often a code can be exchanged: once, within ten minutes, by its client."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from authlib.oidc.core import AuthorizationCodeMixin

from ristretto.context import current
from ristretto.document import clock, get_doc
from ristretto.web.oauth import tokens
from ristretto.web.oauth.stored import candidates, moment, stored

LIFE = datetime.timedelta(minutes=10)
_METHODS = {"s256": "S256", "plain": "plain"}


@dataclass(frozen=True)
class Code(AuthorizationCodeMixin):  # type: ignore[misc]
    """A row of OAuth Authorization Code, as the library asks for it."""

    name: str
    user: str
    scopes: str
    redirect_uri: str
    nonce: str | None
    code_challenge: str | None
    code_challenge_method: str | None

    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.scopes

    def get_nonce(self) -> str | None:
        return self.nonce

    def get_auth_time(self) -> None:
        return None

    def get_acr(self) -> None:
        return None

    def get_amr(self) -> None:
        return None


def save(code: str, client: str, user: str, scopes: str, asked: Any) -> None:
    """Keep the hash of a code with what it was asked for. Written for the system: nobody has the
    right to make codes."""
    method = str(asked.get("code_challenge_method") or "plain").lower()
    challenge = asked.get("code_challenge")
    values = {
        "doctype": "OAuth Authorization Code",
        "client": client,
        "user": user,
        "scopes": scopes,
        "authorization_code": stored(code),
        "expiration_time": clock.now() + LIFE,
        "redirect_uri_bound_to_authorization_code": asked.get("redirect_uri"),
        "validity": "Valid",
        "nonce": asked.get("nonce"),
        "code_challenge": challenge,
        "code_challenge_method": method if challenge else "",
    }
    get_doc(values).insert(ignore_permissions=True)


def find(code: str, client: str) -> Code | None:
    """The code if it can be exchanged by this client now. A used one takes its tokens with it."""
    rows = current().db.execute(
        "select `name`, `user`, `scopes`, `redirect_uri_bound_to_authorization_code`, `nonce`, "
        "`code_challenge`, `code_challenge_method`, `validity`, `creation`, `expiration_time` "
        "from `tabOAuth Authorization Code` where `name` in (?, ?) and `client` = ?",
        (*candidates(code), client),
    )
    if not rows:
        return None
    name, user, scopes, address, nonce, challenge, method, validity, made, until = rows[0]
    if validity != "Valid":
        tokens.revoke_since(client, str(user), made)
        return None
    # stock keeps no end with a code: its age counts
    if (moment(until) if until else moment(made) + LIFE) < clock.now():
        return None
    return Code(
        name=str(name),
        user=str(user),
        scopes=str(scopes or ""),
        redirect_uri=str(address or ""),
        nonce=nonce or None,
        code_challenge=challenge or None,
        code_challenge_method=_METHODS.get(str(method)),
    )


def use_up(code: Code) -> None:
    current().db.execute(
        "update `tabOAuth Authorization Code` set `validity` = 'Invalid' where `name` = ?",
        (code.name,),
    )


def is_nonce_known(client: str, nonce: str) -> bool:
    return bool(
        current().db.execute(
            "select 1 from `tabOAuth Authorization Code` where `client` = ? and `nonce` = ?",
            (client, nonce),
        )
    )


def forget_old() -> None:
    """Drop codes that nobody can use any more (a daily job)."""
    current().db.execute(
        "delete from `tabOAuth Authorization Code` where `validity` = 'Invalid' or `creation` < ?",
        ((clock.now() - datetime.timedelta(days=1)).strftime("%Y-%m-%d %H:%M:%S.%f"),),
    )
