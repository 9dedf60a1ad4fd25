"""The ring of messages: numbers grow, old ones go, and a broken file stops nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from ristretto.db import messages
from ristretto.db.messages import Ring


def test_messages_come_in_order_and_once(tmp_path: Path) -> None:
    """Each has a greater number than the one before it, over processes and restarts."""
    ring, other = Ring(tmp_path / "messages.db"), Ring(tmp_path / "messages.db")
    ring.publish("all", "one", {"a": 1})
    other.publish("all", "two", "text")
    found = ring.newer(0)
    assert [(each.event, each.body) for each in found] == [("one", {"a": 1}), ("two", "text")]
    assert found[0].number < found[1].number == other.last()
    assert ring.newer(found[1].number) == []


def test_the_ring_keeps_the_last_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not more than its size."""
    monkeypatch.setattr(messages, "KEEP", 3)
    ring = Ring(tmp_path / "messages.db")
    for number in range(5):
        ring.publish("all", str(number), {})
    assert [each.event for each in ring.newer(0)] == ["2", "3", "4"]


def test_a_message_that_cannot_be_kept_stops_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """What it tells of has happened already; the log has it."""
    (tmp_path / "messages.db").mkdir()
    Ring(tmp_path / "messages.db").publish("all", "lost", {})
    assert "lost" in caplog.text
