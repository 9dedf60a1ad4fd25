"""A confined function does its work elsewhere, and no limit of it can be passed without its caller hearing of it."""

from __future__ import annotations

import os
from datetime import date
from multiprocessing import forkserver
from typing import Any

import confined_work as work
import frappe.core.doctype.server_script.running
import pytest
from ristretto.context import Site
from ristretto.db.connect import connected
from ristretto.errors import ConfinedFailure, ImplicitCommitError, LimitExceeded, PermissionError
from ristretto.jobs import confined
from ristretto.jobs.confined import MIB, Limits


def todos(site: Site) -> list[str]:
    with connected(site) as context:
        rows = context.db.execute("SELECT `description` FROM `tabToDo` ORDER BY `creation`")
        return [row[0] for row in rows]


def test_the_answer_comes_from_another_process(fresh_site: Site) -> None:
    """As the user and in the language of the caller; what it wrote is committed, dates keep their kind."""
    with connected(fresh_site) as context:
        context.lang = "vi"
        answer = confined.run(work.note, {"text": "there"})
        assert confined.run(work.pid) != os.getpid()
    assert todos(fresh_site) == ["there"]
    assert (answer["user"], answer["lang"]) == ("Administrator", "vi")
    assert answer["on"] == date(2026, 1, 2)


def test_a_refusal_travels_with_its_message(fresh_site: Site) -> None:
    """The named error is raised here, its message is among the caller's, nothing was kept."""
    with connected(fresh_site) as context:
        with pytest.raises(PermissionError, match="not this") as caught:
            confined.run(work.refuse, {"text": "not this"})
        assert "frappe.throw" in caught.value.details["trace"]
        assert [each.message for each in context.message_log] == ["not this"]
    assert todos(fresh_site) == []


def test_another_error_is_a_failure_with_its_trace(fresh_site: Site) -> None:
    """KeyError has no name among the engine's errors: its kind and trace are in the details."""
    with connected(fresh_site), pytest.raises(ConfinedFailure, match="text") as caught:
        confined.run(work.break_down, {"text": "text"})
    assert caught.value.details["kind"] == "KeyError"
    assert "break_down" in caught.value.details["trace"]
    assert todos(fresh_site) == []


@pytest.mark.parametrize(
    ("function", "arguments", "limits", "limit"),
    [
        (work.sleep_long, {}, Limits(seconds=0.5), "seconds"),
        (work.compute, {}, Limits(cpu_seconds=1), "cpu_seconds"),
        (work.eat_memory, {"size": 200 * MIB}, Limits(memory=100 * MIB), "memory"),
        (work.answer_much, {"size": 2000}, Limits(answer=1000), "answer"),
    ],
)
def test_beyond_a_limit_it_is_stopped(
    site: Site, function: Any, arguments: dict[str, Any], limits: Limits, limit: str
) -> None:
    """Time, processor, memory and answer: the caller hears which, and lives on."""
    with connected(site):
        with pytest.raises(LimitExceeded) as caught:
            confined.run(function, arguments, limits=limits)
        assert caught.value.details["limit"] == limit
        assert confined.run(work.eat_memory, {"size": MIB}) == MIB


def test_a_process_that_dies_is_a_failure(site: Site) -> None:
    """Killed from outside: an error, not a caller that waits."""
    with connected(site), pytest.raises(ConfinedFailure, match="ended with -9"):
        confined.run(work.die)


def test_without_commits_nothing_is_kept(fresh_site: Site) -> None:
    """What a reader's function writes is rolled back, as that of a reading request."""
    with connected(fresh_site):
        assert confined.run(work.note, {"text": "x"}, commits=False)["name"]
    assert todos(fresh_site) == []


def test_beside_an_open_write_it_is_refused(site: Site) -> None:
    """It would wait for its own caller."""
    with connected(site, mode="write"):
        with pytest.raises(ImplicitCommitError, match="commit first"):
            confined.run(work.pid)
        assert confined.run(work.pid, commits=False) != os.getpid()


def test_what_scripts_need_is_imported_once(site: Site) -> None:
    """The server has it before it forks, so that no call of a script imports it anew."""
    forkserver._forkserver._stop()  # another test may have started it before scripts had said what they need
    with connected(site):
        loaded = confined.run(work.loaded)

    assert frappe.core.doctype.server_script.running.__name__ in loaded
    assert set(confined._preloaded) - set(loaded) == set()
