"""Password hashes: the modular format that stock reads, and what is not accepted."""

from __future__ import annotations

import argon2
import pytest
from ristretto.web import credentials, hashing
from ristretto.web.hashing import ROUNDS as IN_PRODUCTION
from ristretto.web.hashing import hash_password, needs_rehash, verify_password

ROUNDS = 1000


def test_a_password_costs_what_it_should(monkeypatch: pytest.MonkeyPatch) -> None:
    """The other tests hash cheaply. A name that nobody has takes as long as one that somebody has."""
    monkeypatch.setattr(hashing, "ROUNDS", IN_PRODUCTION)
    assert IN_PRODUCTION >= 240_000
    stored = hash_password("x")
    assert stored.split("$")[2] == credentials._DECOY.split("$")[2] == str(IN_PRODUCTION)
    assert not needs_rehash(stored)
    assert needs_rehash(hash_password("x", IN_PRODUCTION - 1))


def test_a_hash_is_verified_and_differs_each_time() -> None:
    """Salted: two hashes of one password are never equal, both fit."""
    first, second = hash_password("mật khẩu", ROUNDS), hash_password("mật khẩu", ROUNDS)
    assert first != second
    assert verify_password("mật khẩu", first)
    assert verify_password("mật khẩu", second)
    assert not verify_password("mat khau", first)


def test_the_text_has_the_modular_format() -> None:
    """`$pbkdf2-sha256$rounds$salt$digest` without padding or plus signs."""
    parts = hash_password("x", ROUNDS).split("$")
    assert parts[:3] == ["", "pbkdf2-sha256", str(ROUNDS)]
    assert not set("".join(parts[3:])) & set("+=")


def test_a_hash_in_argon2_is_verified_and_marked_for_renewal() -> None:
    """Databases that come from stock may hold either kind."""
    stored = argon2.PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash("secret")
    assert verify_password("secret", stored)
    assert not verify_password("Secret", stored)
    assert needs_rehash(stored)


@pytest.mark.parametrize(
    "stored", ["", "plain", "$pbkdf2-sha256$x$y$z", "$pbkdf2-sha256$1000$only", "$argon2id$broken"]
)
def test_an_unknown_text_fits_nobody(stored: str) -> None:
    """Broken or foreign hashes refuse, they do not raise."""
    assert verify_password("plain", stored) is False
