"""Decides how secrets rest: Fernet-encrypted in `__Auth` with the site's `encryption_key`."""

from __future__ import annotations

from cryptography.fernet import Fernet, InvalidToken

from ristretto import errors
from ristretto.context import current
from ristretto.context.translate import translate as _
from ristretto.db.dialects import speech

_KEY = ("doctype", "name", "fieldname")
_COLUMNS = (*_KEY, "password", "encrypted")


def encryption_key() -> str:
    """The site's key, made on first use and kept in site_config.json."""
    site = current().site
    if not site.conf.encryption_key:
        site.save_conf(encryption_key=Fernet.generate_key().decode())
    return str(site.conf.encryption_key)


def encrypt(secret: str, key: str | None = None) -> str:
    """With the site's key, or another one."""
    return Fernet((key or encryption_key()).encode()).encrypt(secret.encode()).decode()


def decrypt(token: str, key: str | None = None) -> str:
    try:
        return Fernet((key or encryption_key()).encode()).decrypt(token.encode()).decode()
    except InvalidToken as error:
        raise errors.ValidationError(
            _(
                "The stored password cannot be read:"
                " encryption_key in site_config.json is not the one it was saved with"
            )
        ) from error


def set_secret(doctype: str, name: str, fieldname: str, secret: str) -> None:
    _store(doctype, name, fieldname, encrypt(secret), 1)


def set_hash(doctype: str, name: str, fieldname: str, hashed: str) -> None:
    """A one-way hash (user passwords)."""
    _store(doctype, name, fieldname, hashed, 0)


def _store(*values: object) -> None:
    current().db.execute(speech().upsert("__Auth", _COLUMNS, _KEY), values)


def get_raw(doctype: str, name: str, fieldname: str) -> tuple[str, bool] | None:
    """(stored text, encrypted) or None."""
    rows = current().db.execute(
        "SELECT `password`, `encrypted` FROM `__Auth` WHERE `doctype` = ? AND `name` = ? AND `fieldname` = ?",
        (doctype, name, fieldname),
    )
    return (str(rows[0][0]), bool(rows[0][1])) if rows else None


def get_secret(doctype: str, name: str, fieldname: str) -> str | None:
    found = get_raw(doctype, name, fieldname)
    return decrypt(found[0]) if found and found[1] else None


def remove_secret(doctype: str, name: str, fieldname: str | None = None) -> None:
    where, params = "`doctype` = ? AND `name` = ?", [doctype, name]
    if fieldname:
        where, params = f"{where} AND `fieldname` = ?", [*params, fieldname]
    current().db.execute(f"DELETE FROM `__Auth` WHERE {where}", params)


def rename_secrets(doctype: str, old: str, new: str) -> None:
    current().db.execute(
        "UPDATE `__Auth` SET `name` = ? WHERE `doctype` = ? AND `name` = ?", (new, doctype, old)
    )
