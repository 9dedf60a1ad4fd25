"""Decides what a client learns about the person who signed in (OpenID Connect claims)."""

from __future__ import annotations

import secrets
from typing import Any
from urllib.parse import urljoin

from ristretto import access
from ristretto.context import current
from ristretto.document import get_doc

OWN = "frappe"


def subject_of(user: str) -> str:
    """The number that clients know a person by; it stays when the e-mail address changes.

    Accounts get one when they are saved; an older one gets it here, in the caller's transaction.
    """
    rows = current().db.execute(
        "select `userid` from `tabUser Social Login` "
        "where `parenttype` = 'User' and `parent` = ? and `provider` = ?",
        (user, OWN),
    )
    return str(rows[0][0]) if rows else _new_subject(user)


def _new_subject(user: str) -> str:
    row = {
        "doctype": "User Social Login",
        "parent": user,
        "parenttype": "User",
        "parentfield": "social_logins",
        "provider": OWN,
        "userid": secrets.token_hex(20)[:39],
    }
    get_doc(row).db_insert()
    return str(row["userid"])


def claims_of(user: str, issuer: str) -> dict[str, Any]:
    """Name, address, picture and roles of a user, under the names of OpenID Connect."""
    rows = current().db.execute(
        "select `first_name`, `last_name`, `email`, `user_image` from `tabUser` where `name` = ?",
        (user,),
    )
    first, last, email, image = rows[0]
    return {
        "sub": subject_of(user),
        "name": " ".join(part for part in (first, last) if part),
        "given_name": first,
        "family_name": last,
        "email": email,
        "picture": urljoin(issuer + "/", str(image)) if image else None,
        "roles": access.roles(user),
        "iss": issuer,
    }
