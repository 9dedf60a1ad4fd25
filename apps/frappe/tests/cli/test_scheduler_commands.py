"""Commands of the clock and of jobs: what they say, what they queue, what they refuse."""

from __future__ import annotations

import json
from collections.abc import Callable

import frappe
import pytest
from click.testing import Result
from ristretto.cli import scheduler_commands
from ristretto.context import Context, Site
from ristretto.db.connect import connected
from ristretto.errors import ValidationError
from ristretto.jobs import registry, scheduler

Run = Callable[..., Result]
FLUSH = "frappe.email.queue.flush"


def test_the_clock_is_paused_and_says_why(run: Run, fresh_site: Site) -> None:
    """Pause and resume change the configuration, disable the settings; the state is JSON where asked."""
    assert "enabled" in run("scheduler", "status").output
    run("scheduler", "pause")
    said = json.loads(run("scheduler", "status", "--format", "json", "--verbose").output)
    assert said == {
        fresh_site.name: "disabled",
        "reasons": ["pause_scheduler is set in the configuration"],
    }
    run("scheduler", "resume")
    run("scheduler", "disable")
    assert "Enable Scheduled Jobs is off" in run("scheduler", "status", "-v").output
    run("enable-scheduler")
    assert "enabled" in run("scheduler", "status").output


def test_turns_of_an_event(ctx: Context) -> None:
    """A rhythm, or one method by its short or full name, stopped ones too."""
    frappe.db.set_value("Scheduled Job Type", "queue.flush", "stopped", 1)
    for name in ("all", "flush", "queue.flush", FLUSH):
        assert FLUSH in [turn.method for turn in scheduler_commands.turns_of(name)]
    assert scheduler_commands.turns_of("at_full_moon") == []


def test_an_event_is_triggered_seen_and_purged(run: Run, fresh_site: Site) -> None:
    """Queued once however often it is asked for; a name that is none is refused."""
    assert "1 jobs are queued" in run("trigger-scheduler-event", FLUSH).output
    assert "0 jobs are queued" in run("trigger-scheduler-event", FLUSH).output
    refused = run("trigger-scheduler-event", "nothing")
    assert (refused.exit_code, "No scheduled work" in refused.output) == (1, True)
    assert "1 pending" in run("show-pending-jobs").output
    assert "queued: 1" in run("doctor").output
    assert "purged 0 jobs" in run("purge-jobs", "--event", "weekly").output
    assert "purged 1 jobs" in run("purge-jobs", "--event", "all", "--queue", "default").output
    with connected(fresh_site):
        assert registry.jobs() == []
        assert not scheduler.is_paused()


def test_what_is_not_there_is_said(run: Run) -> None:
    """No Postgres, no sources of the desk beside these sites."""
    for command, sentence in (("postgres", "on Postgres"), ("watch", "no sources of the desk")):
        with pytest.raises(ValidationError, match=sentence):
            run(command)
