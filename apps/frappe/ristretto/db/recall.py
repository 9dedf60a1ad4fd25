"""Decides what a writer need not ask twice.

Nobody else changes anything while a connection holds the write lock: until it writes itself, a question
has the answer that it had. A save reads the record that is about to be changed several times.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ristretto.db.types import adapted

Answer = tuple[list[str], list[tuple[Any, ...]]]
MOST = 200  # answers kept; a job that reads on and on under the lock must not keep them all


class Recalls:
    """Mixed into the connections of every database; these say when to `forget`."""

    _mode: str | None
    fetch: Any

    def __init__(self) -> None:
        self._answers: dict[Any, Answer] = {}

    def recall(self, sql: str, params: Iterable[Any] = ()) -> Answer:
        """`fetch`, from memory where this writer asked the same and has written nothing since."""
        if self._mode != "write":
            return self.fetch(sql, params)  # type: ignore[no-any-return]
        asked = adapted(params)
        key = (sql, *asked, *map(type, asked))  # 1 and "1" are two questions
        if key not in self._answers:
            if len(self._answers) >= MOST:
                self.forget()
            self._answers[key] = self.fetch(sql, asked)
        return self._answers[key]

    def forget(self) -> None:
        """Something was written, taken back, or another transaction begins."""
        self._answers.clear()
