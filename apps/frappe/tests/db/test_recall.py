"""What a writer asked once it knows, until something is written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from ristretto.db import recall

TITLES = "SELECT `title` FROM `__global_search` WHERE `doctype` = 'Recalled' AND `name` = ?"
ADD = "INSERT INTO `__global_search` (`doctype`, `name`, `title`) VALUES ('Recalled', ?, 'T')"


@pytest.fixture
def heard(ctx: Any) -> Iterator[list[str]]:
    """The questions that reached the database."""
    found: list[str] = []
    ctx.db.watch(lambda text: found.append(text) if text.startswith("SELECT `title`") else None)
    yield found
    ctx.db.watch(None)


def test_a_writer_asks_once(ctx, heard):
    """The same question has the same answer, without another statement."""
    ctx.db.execute(ADD, ("a",))
    answers = [ctx.db.recall(TITLES, ("a",)) for _ in range(3)]
    assert answers == [(["title"], [("T",)])] * 3
    assert len(heard) == 1


def test_its_own_writes_are_seen(ctx):
    """What was written, by one statement or by many, is asked anew."""
    ctx.db.begin("write")
    assert not ctx.db.recall(TITLES, ("a",))[1]
    ctx.db.execute(ADD, ("a",))
    assert ctx.db.recall(TITLES, ("a",))[1]

    assert not ctx.db.recall(TITLES, ("b",))[1]
    ctx.db.executemany(ADD, [("b",)])
    assert ctx.db.recall(TITLES, ("b",))[1]


def test_what_is_taken_back_is_forgotten(ctx):
    """To a savepoint, and with the whole transaction."""
    ctx.db.savepoint("before")
    ctx.db.execute(ADD, ("a",))
    assert ctx.db.recall(TITLES, ("a",))[1]
    ctx.db.rollback_to("before")
    assert not ctx.db.recall(TITLES, ("a",))[1]

    ctx.db.execute(ADD, ("a",))
    assert ctx.db.recall(TITLES, ("a",))[1]
    ctx.db.rollback()
    ctx.db.begin("write")
    assert not ctx.db.recall(TITLES, ("a",))[1]


def test_without_the_lock_every_question_is_asked(ctx, heard):
    """Others may write in between."""
    ctx.db.rollback()
    for _ in range(2):
        ctx.db.recall(TITLES, ("a",))
    assert len(heard) == 2


def test_a_number_is_another_question_than_its_text(ctx, heard):
    """Databases compare them with a name in different ways."""
    ctx.db.begin("write")
    ctx.db.recall(TITLES, ("1",))
    ctx.db.recall(TITLES, (1,))
    ctx.db.recall(TITLES, (1.0,))
    assert len(heard) == 3


def test_few_answers_are_kept(ctx, monkeypatch):
    """A job that reads thousands of records under the lock does not keep them."""
    monkeypatch.setattr(recall, "MOST", 2)
    ctx.db.begin("write")
    for name in "abc":
        ctx.db.recall(TITLES, (name,))
    assert len(ctx.db._answers) == 1
