"""Decides how login passwords are stored: PBKDF2-SHA256 in the modular format that passlib, and so
stock, reads.

Argon2 strings, which stock also writes, are verified; new hashes are always PBKDF2.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os

import argon2

ROUNDS = 240_000
MAX_PASSWORD_SIZE = 512
_PREFIX = "$pbkdf2-sha256$"


def hash_password(password: str, rounds: int | None = None) -> str:
    """`$pbkdf2-sha256$<rounds>$<salt>$<digest>`; salt and digest in passlib's base64 alphabet."""
    salt, rounds = os.urandom(16), rounds or ROUNDS
    digest = hashlib.pbkdf2_hmac("sha256", password.encode("utf-8"), salt, rounds)
    return f"{_PREFIX}{rounds}${_encode(salt)}${_encode(digest)}"


def verify_password(password: str, stored: str) -> bool:
    """True when the password belongs to the stored hash; False for formats nobody knows."""
    if stored.startswith("$argon2"):
        return _verify_argon2(password, stored)
    if not stored.startswith(_PREFIX):
        return False
    try:
        rounds, salt, expected = stored[len(_PREFIX) :].split("$")
        digest = hashlib.pbkdf2_hmac("sha256", password.encode("utf-8"), _decode(salt), int(rounds))
    except ValueError:
        return False
    return hmac.compare_digest(_encode(digest), expected)


def needs_rehash(stored: str) -> bool:
    """True when a successful login should store the hash again with today's cost."""
    if not stored.startswith(_PREFIX):
        return True
    return int(stored[len(_PREFIX) :].split("$", 1)[0]) < ROUNDS


def _verify_argon2(password: str, stored: str) -> bool:
    try:
        return argon2.PasswordHasher().verify(stored, password)
    except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError):
        return False


def _encode(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii").rstrip("=").replace("+", ".")


def _decode(text: str) -> bytes:
    return base64.b64decode(text.replace(".", "+") + "=" * (-len(text) % 4))
