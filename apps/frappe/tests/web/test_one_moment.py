"""A reading request is of one moment from its session to its rows, and leaves nothing for the collector."""

from __future__ import annotations

import gc
import weakref
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from ristretto.context import Context
from ristretto.db.connect import connected
from ristretto.web import app as application
from web_world import SYS, Caller, World

READING = "/api/resource/Role?limit_page_length=1"


@pytest.fixture
def contexts(monkeypatch: pytest.MonkeyPatch) -> list[Context]:
    """The contexts that requests open, as they come."""
    opened: list[Context] = []
    open_context = application.open_context

    def noted(*args: Any, **how: Any) -> Context:
        opened.append(open_context(*args, **how))
        return opened[-1]

    monkeypatch.setattr(application, "open_context", noted)
    return opened


def test_what_changes_meanwhile_is_for_the_next_request(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever is signed out while a request of theirs runs is answered still; the next one is refused."""
    caller: Caller = world.browser(SYS)
    identify = application.identify

    def sign_out() -> None:
        with connected(world.site, mode="write") as other:
            other.db.execute("delete from `tabSessions` where `user` = ?", (SYS,))
            other.db.commit()

    def late(context: Context, request: Any) -> None:
        with ThreadPoolExecutor(1) as elsewhere:
            elsewhere.submit(sign_out).result()
        identify(context, request)

    with monkeypatch.context() as patched:
        patched.setattr(application, "identify", late)
        assert caller("GET", READING).status_code == 200
    assert caller("GET", READING).status_code == 403


def test_a_request_is_gone_when_it_is_answered(world: World, contexts: list[Context]) -> None:
    """Its context and everything in it goes at once, not when the collector comes."""
    caller: Caller = world.browser(SYS)
    gc.disable()
    try:
        assert caller("GET", READING).status_code == 200
        left = weakref.ref(contexts.pop())
        contexts.clear()
        assert left() is None
    finally:
        gc.enable()
