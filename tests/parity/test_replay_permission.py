"""The observed permission rows (P-*), replayed: roles, levels, user permissions, shares, hooks."""

from __future__ import annotations

import parity_access_confined as confined
import parity_access_hooks as hooks
import parity_access_ops as ops
import parity_access_reads as reads
import parity_access_rights as rights
import parity_access_shares as shares
import pytest
from parity_access_world import World, make_world
from parity_ledger import Ledger, Row, load, report
from ristretto.context import Site

PART = load("permission")


def rows(*prefixes: str) -> list[Row]:
    return [row for row in PART.rows if row.id.startswith(prefixes)]


@pytest.fixture(scope="module")
def world(site: Site) -> World:
    groups = (ops, rights, reads, confined, shares, hooks)
    return make_world(site, *(group.make_records for group in groups))


@pytest.mark.parametrize("role", ops.ROLES)
def test_operations(world: World, ledger: Ledger, role: str) -> None:
    """P-OP: 24 roles, 31 operations over HTTP each."""
    found = ledger.replay(PART, lambda row: ops.run(world, row), rows(f"P-OP-{role}-"))

    assert found == [], report(found)


@pytest.mark.parametrize("kind", ["HP", "ROLES", "ROLE-", "VAL", "CDP", "AUTO"])
def test_rights_of_roles(world: World, ledger: Ledger, kind: str) -> None:
    """Role rows, automatic roles, custom rows, and what a DocType's rows may not say."""
    found = ledger.replay(PART, lambda row: rights.run(world, row), rows(f"P-{kind}"))

    assert found == [], report(found)


@pytest.mark.parametrize("kind", ["LEAK", "RPC", "CHILD", "SINGLE", "PY"])
def test_what_calls_show(world: World, ledger: Ledger, kind: str) -> None:
    """Field levels, child rows, Singles, remote methods, and the Python calls that ask for no right."""
    found = ledger.replay(PART, lambda row: reads.run(world, row), rows(f"P-{kind}-"))

    assert found == [], report(found)


@pytest.mark.parametrize("kind", ["UP", "UPV"])
def test_user_permissions(world: World, ledger: Ledger, kind: str) -> None:
    """Lists, documents, defaults and searches of a confined person; which confinements are accepted."""
    found = ledger.replay(PART, lambda row: confined.run(world, row), rows(f"P-{kind}-"))

    assert found == [], report(found)


@pytest.mark.parametrize("kind", ["SH", "SHE"])
def test_shares(world: World, ledger: Ledger, kind: str) -> None:
    """What a share opens in lists, documents and child rows, and who may give it."""
    found = ledger.replay(PART, lambda row: shares.run(world, row), rows(f"P-{kind}-"))

    assert found == [], report(found)


def test_hooks(world: World, ledger: Ledger) -> None:
    """Hooks of apps: order, answers, and their meeting with shares and user permissions."""
    found = ledger.replay(PART, lambda row: hooks.run(world, row), rows("P-HOOK-"))

    assert found == [], report(found)
