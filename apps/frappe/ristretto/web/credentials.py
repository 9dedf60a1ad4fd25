"""Decides whether somebody is who they say: user name and password, or an API key and its
secret."""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from ristretto.context import current
from ristretto.db import passwords
from ristretto.db.metas import doctype_exists, get_meta
from ristretto.web.hashing import MAX_PASSWORD_SIZE, hash_password, verify_password
from ristretto.web.settings import switched_on

# Spends the time of a real check when the user does not exist, so that the clock tells nothing.
# Written out, because making one takes a fifth of a second of every command; nobody has this password.
_DECOY = "$pbkdf2-sha256$240000$71o.FiEgOGA4zWVDrpHW8A$4UMY9Gd74SxsXNWGBO/Cdq.Et07zgkCQt/MElRRO3XY"


@dataclass(frozen=True)
class Found:
    """A user record as far as a login needs it."""

    name: str
    enabled: bool
    password_fits: bool


def find_by_credentials(login: str, password: str) -> Found | None:
    """The user behind an e-mail address (any letter case), mobile number or user name; None when
    unknown."""
    row = _find_user(login)
    if row is None or len(password) > MAX_PASSWORD_SIZE:
        verify_password("wrong", _DECOY)
        return None
    name, enabled = row
    return Found(name, bool(enabled), password_of_user_fits(name, password))


def password_of_user_fits(
    user: str, password: str, doctype: str = "User", fieldname: str = "password"
) -> bool:
    """True when the password belongs to the record."""
    stored = stored_hash(user, doctype, fieldname)
    return bool(stored) and verify_password(password, str(stored))


def stored_hash(name: str, doctype: str = "User", fieldname: str = "password") -> str | None:
    """The one-way hash of a record; None when it has none."""
    found = passwords.get_raw(doctype, name, fieldname)
    return found[0] if found and not found[1] else None


def store_password(
    name: str, password: str, doctype: str = "User", fieldname: str = "password"
) -> None:
    """Replace the stored hash; runs in the caller's transaction."""
    passwords.set_hash(doctype, name, fieldname, hash_password(password))


def user_of_api_key(key: str, secret: str, doctype: str = "User") -> str | None:
    """The enabled user that an API key and secret belong to; None when anything does not fit."""
    if not _has_api_key(doctype):
        return None
    user_column = "`name`" if doctype == "User" else "`user`"
    rows = current().db.execute(
        f"select `name`, {user_column} from `tab{doctype}` where `api_key` = ?", (key,)
    )
    if not rows:
        return None
    record, user = str(rows[0][0]), str(rows[0][1])
    stored = passwords.get_secret(doctype, record, "api_secret") or ""
    if not hmac.compare_digest(str(stored).encode(), secret.encode()):
        return None
    return user if is_enabled(user) else None


def is_enabled(user: str) -> bool:
    if user == "Administrator":
        return True
    rows = current().db.execute("select `enabled` from `tabUser` where `name` = ?", (user,))
    return bool(rows and rows[0][0])


def _find_user(login: str) -> tuple[str, int] | None:
    columns = ["name"]
    if switched_on("allow_login_using_mobile_number"):
        columns.append("mobile_no")
    if switched_on("allow_login_using_user_name"):
        columns.append("username")
    for column in columns:
        rows = current().db.execute(
            f"select `name`, `enabled` from `tabUser` where `{column}` = ?", (login.strip(),)
        )
        if len(rows) == 1:
            return str(rows[0][0]), int(rows[0][1] or 0)
    return None


def _has_api_key(doctype: str) -> bool:
    """Only a DocType that has the fields may name keys; any other name in the header is refused
    (closed hole A25)."""
    if not doctype_exists(doctype):
        return False
    meta = get_meta(doctype)
    return meta.has_field("api_key") and meta.has_field("api_secret")
