"""Decides for whom a bearer token speaks, and when it stops: an hour, a revocation, a closed account."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from ristretto.context import current
from ristretto.db.metas import table_exists
from ristretto.document import clock, get_doc
from ristretto.web.credentials import is_enabled
from ristretto.web.oauth.stored import candidates, moment, stored

LIFE_SECONDS = 3600
_COLUMNS = "`name`, `client`, `user`, `scopes`, `status`, `expiration_time`"


@dataclass(frozen=True)
class Token:
    """A row of OAuth Bearer Token, as the library asks for it."""

    name: str
    client: str
    user: str
    scopes: str
    status: str
    until: datetime.datetime

    def check_client(self, client: Any) -> bool:
        return bool(client.get_client_id() == self.client)

    def get_scope(self) -> str:
        return self.scopes

    def is_expired(self) -> bool:
        return self.until <= clock.now()

    def is_revoked(self) -> bool:
        return self.status == "Revoked"

    @property
    def is_live(self) -> bool:
        return not self.is_expired() and not self.is_revoked()


def save(token: dict[str, Any], client: str, user: str) -> None:
    """Keep the hashes of a token. Written for the system: nobody has the right to make tokens."""
    values = {
        "doctype": "OAuth Bearer Token",
        "client": client,
        "user": user,
        "scopes": token.get("scope") or "",
        "access_token": stored(token["access_token"]),
        "refresh_token": stored(token["refresh_token"]) if token.get("refresh_token") else None,
        "expires_in": token["expires_in"],
        "expiration_time": clock.now() + datetime.timedelta(seconds=token["expires_in"]),
        "status": "Active",
    }
    get_doc(values).insert(ignore_permissions=True)


def find(token: str, kind: str = "access_token") -> Token | None:
    """The row of an access or refresh token, whatever became of it."""
    column = "refresh_token" if kind == "refresh_token" else "access_token"
    rows = current().db.execute(
        f"select {_COLUMNS} from `tabOAuth Bearer Token` where `{column}` in (?, ?)",
        candidates(token),
    )
    if not rows:
        return None
    name, client, user, scopes, status, until = rows[0]
    return Token(str(name), str(client), str(user), str(scopes or ""), str(status), moment(until))


def user_of(token: str) -> str | None:
    """The enabled user that an access token speaks for now; None when it speaks for nobody.

    A client that lost one of the token's scopes, or is gone, takes its tokens along.
    """
    if not table_exists("tabOAuth Bearer Token"):
        return None
    found = find(token)
    if found is None or not found.is_live or not is_enabled(found.user):
        return None
    rows = current().db.execute(
        "select `scopes` from `tabOAuth Client` where `name` = ?", (found.client,)
    )
    if not rows or not set(found.scopes.split()) <= set(str(rows[0][0] or "").split()):
        return None
    return found.user


def revoke(token: Token) -> None:
    current().db.execute(
        "update `tabOAuth Bearer Token` set `status` = 'Revoked' where `name` = ?", (token.name,)
    )


def revoke_since(client: str, user: str, moment_made: Any) -> None:
    """A code that is shown twice was stolen, or its tokens were: they end."""
    current().db.execute(
        "update `tabOAuth Bearer Token` set `status` = 'Revoked' "
        "where `client` = ? and `user` = ? and `creation` >= ?",
        (client, user, moment_made),
    )


def has_live(client: str, user: str, scopes: str) -> bool:
    """Whether the user gave this client a token with these scopes that is still valid."""
    rows = current().db.execute(
        f"select {_COLUMNS} from `tabOAuth Bearer Token` "
        "where `client` = ? and `user` = ? and `status` = 'Active'",
        (client, user),
    )
    asked = set(scopes.split())
    return any(moment(row[5]) > clock.now() and asked <= set(str(row[3]).split()) for row in rows)


def forget_old() -> None:
    """Drop revoked tokens (a daily job)."""
    current().db.execute("delete from `tabOAuth Bearer Token` where `status` = 'Revoked'")
