"""Secrets of records and login passwords at Frappe's public place: `__Auth` behind
ristretto.db.passwords."""

from typing import Any

from ristretto.db import passwords
from ristretto.web import credentials, sessions
from ristretto.web.hashing import MAX_PASSWORD_SIZE, needs_rehash

import frappe
from frappe import _

__all__ = [
    "MAX_PASSWORD_SIZE",
    "check_password",
    "decrypt",
    "delete_all_passwords_for",
    "delete_login_failed_cache",
    "encrypt",
    "get_decrypted_password",
    "get_encryption_key",
    "remove_encrypted_password",
    "rename_password",
    "set_encrypted_password",
    "update_password",
]

get_encryption_key = passwords.encryption_key


def encrypt(txt: str, encryption_key: str | None = None) -> str:
    return passwords.encrypt(txt, encryption_key)


def decrypt(txt: str, encryption_key: str | None = None, key: str | None = None) -> str:
    return passwords.decrypt(txt, encryption_key)


def get_decrypted_password(
    doctype: str, name: str, fieldname: str = "password", raise_exception: bool = True
) -> str | None:
    """The secret, None when there is none; raises AuthenticationError instead when asked to."""
    found = passwords.get_secret(doctype, name, fieldname)
    if found is None and raise_exception:
        frappe.throw(
            _("{0} {1}: no password is stored in {2}").format(doctype, name, fieldname),
            frappe.AuthenticationError,
        )
    return found


def set_encrypted_password(doctype: str, name: str, pwd: str, fieldname: str = "password") -> None:
    passwords.set_secret(doctype, name, fieldname, pwd)


def remove_encrypted_password(doctype: str, name: str, fieldname: str = "password") -> None:
    passwords.remove_secret(doctype, name, fieldname)


def check_password(
    user: str,
    pwd: str,
    doctype: str = "User",
    fieldname: str = "password",
    delete_tracker_cache: bool = True,
) -> str:
    """The user's name when the password fits. Raises AuthenticationError. Old hashes are
    renewed."""
    if not credentials.password_of_user_fits(user, pwd, doctype, fieldname):
        raise frappe.AuthenticationError(_("Incorrect User or Password"))
    name = str(frappe.db.get_value(doctype, user, "name") or user)
    stored = credentials.stored_hash(name, doctype, fieldname)
    if stored and needs_rehash(stored):
        update_password(name, pwd, doctype, fieldname)
    return name


def update_password(
    user: str,
    pwd: str,
    doctype: str = "User",
    fieldname: str = "password",
    logout_all_sessions: bool = False,
) -> None:
    """Store the hash of a new password; optionally sign the user out everywhere."""
    credentials.store_password(user, pwd, doctype, fieldname)
    if logout_all_sessions:
        sessions.end_all_of(user, keep=str(frappe.session.sid))


def delete_all_passwords_for(doctype: str, name: str) -> None:
    passwords.remove_secret(doctype, name)


def rename_password(doctype: str, old_name: str, new_name: str) -> None:
    passwords.rename_secrets(doctype, old_name, new_name)


def delete_login_failed_cache(user: str) -> None:
    """Open an account that too many wrong passwords closed."""
    from ristretto.web import lockout

    lockout.forget_failures(user)


def is_password_set(user: str) -> Any:
    return credentials.stored_hash(user) is not None
