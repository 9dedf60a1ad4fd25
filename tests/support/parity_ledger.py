"""Judges every observed row of stock v15 against what this runtime does: the parity ledger.

A table `tests/parity/observed/<part>.jsonl` holds one observed fact a line: {"id", "given", "when", "then"}, in the
compact form that the part's replay understands. `<part>.verdicts.toml` declares each difference, a table a reason:

    [[closed]]        ids, reason, test       stock leaks, injects, loses or silently accepts; the test shows our way
    [[simplified]]    ids, reason, searched   a clean rule in place of an oddity; where dependants were searched for
    [[out]]           ids, reason             specific to stock's engine: raw SQL errors, SHOW CREATE text, page sizes
    [[missing]]       ids, reason             not made yet

`ids` may hold shell patterns; `database = "sqlite"` limits an entry to one database; those of MariaDB alone
stand in `<part>.mariadb.toml`. A row that is not declared must
be the same as on stock, and a declared difference that no longer differs fails too: the ledger cannot grow old.
`parts = ["count"]` limits an entry to these keys of an answer that is an object: the others must be as on stock.
`but = "order"` of an `out` limits it to the order of rows: status, keys, types and the number of rows are as on stock.
"""

from __future__ import annotations

import fnmatch
import json
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from parity_compare import alike, differing, identical

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "tests" / "parity" / "observed"
VERDICTS = ("same", "closed", "simplified", "out", "missing")
SHOWN = 12
DEPENDANTS = {
    "contract ranks",
    "iso_qms",
    "frappe-js-sdk",
    "frappe-client",
    "frappectl",
    "frappe's own apps",
}


@dataclass(frozen=True)
class Row:
    """One observed fact."""

    id: str
    given: Any
    when: Any
    then: Any


@dataclass(frozen=True)
class Entry:
    """One declared difference: verdict, the rows it covers, and why."""

    verdict: str
    ids: tuple[str, ...]
    reason: str
    test: str = ""
    searched: tuple[str, ...] = ()
    database: str = ""
    parts: tuple[str, ...] = ()
    but: str = ""

    def covers(self, row: str, database: str) -> bool:
        if self.database not in ("", database):
            return False
        return any(row == each or fnmatch.fnmatchcase(row, each) for each in self.ids)

    def explains(self, then: Any, got: Any) -> bool:
        """Whether the difference lies within the parts that this entry declares."""
        if self.but == "order" and not alike(then, got):
            return False
        both = isinstance(then, dict) and isinstance(got, dict)
        return not self.parts or (both and differing(then, got) <= set(self.parts))


@dataclass
class Part:
    """One table with its declared differences."""

    name: str
    rows: tuple[Row, ...]
    entries: tuple[Entry, ...]

    def entry(self, row: str, database: str) -> Entry | None:
        return next((each for each in self.entries if each.covers(row, database)), None)


def parts() -> list[str]:
    """The names of all tables, in order."""
    return sorted(path.stem for path in FOLDER.glob("*.jsonl"))


def load(name: str) -> Part:
    lines = (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    rows = tuple(
        Row(each["id"], each.get("given"), each.get("when"), each["then"])
        for each in map(json.loads, filter(None, lines))
    )
    declared = [
        entry
        for path in (FOLDER / f"{name}.verdicts.toml", FOLDER / f"{name}.mariadb.toml")
        if path.exists()
        for entry in _entries(name, tomllib.loads(path.read_text(encoding="utf-8")))
    ]
    return Part(name, rows, tuple(declared))


def _entries(name: str, data: dict[str, Any]) -> Iterator[Entry]:
    for verdict, found in data.items():
        if verdict not in VERDICTS[1:]:
            raise ValueError(f"{name}.verdicts.toml: unknown verdict {verdict}")
        for each in found:
            yield Entry(
                verdict,
                tuple(each["ids"]),
                each["reason"],
                each.get("test", ""),
                tuple(each.get("searched", ())),
                each.get("database", ""),
                tuple(each.get("parts", ())),
                each.get("but", ""),
            )


@dataclass
class Ledger:
    """What the replays of one test run found: {row id: (part, verdict, reason)}."""

    database: str
    found: dict[str, tuple[str, str, str]] = field(default_factory=dict)

    def replay(
        self, part: Part, run: Callable[[Row], Any], rows: Iterable[Row] | None = None
    ) -> list[str]:
        """Run the rows (default: all), note a verdict for each; returns undeclared and stale differences."""
        return [
            text
            for row in (part.rows if rows is None else rows)
            if (text := self._judge(part, row, run(row)))
        ]

    def _judge(self, part: Part, row: Row, got: Any) -> str:
        entry, same = part.entry(row.id, self.database), identical(got, row.then)
        # An order that nobody asked for may happen to be stock's.
        if entry and entry.explains(row.then, got) and not (same and entry.but != "order"):
            self.found[row.id] = (part.name, entry.verdict, entry.reason)
            return ""
        self.found[row.id] = (part.name, "same" if same else "missing", "")
        if same:
            return (
                f"{row.id}: declared {entry.verdict}, but it is the same as on stock"
                if entry
                else ""
            )
        asked = f"{row.id}: given {short(row.given)} when {short(row.when)}"
        then, found = _reduced(row.then, got)
        return f"{asked}\n    stock {short(then)}\n    here  {short(found)}"

    def counts(self) -> dict[str, Counter[str]]:
        """{part: {verdict: rows}}."""
        result: dict[str, Counter[str]] = {}
        for part, verdict, _ in self.found.values():
            result.setdefault(part, Counter())[verdict] += 1
        return dict(sorted(result.items()))

    def lines(self) -> list[str]:
        """The whole ledger, a row a line: id, part, verdict, reason; tab-separated."""
        return ["\t".join((row, *found)) for row, found in sorted(self.found.items())]


def _reduced(then: Any, got: Any) -> tuple[Any, Any]:
    """Two answers without what they agree on."""
    if not (isinstance(then, dict) and isinstance(got, dict)):
        return then, got
    keys = differing(then, got)
    return tuple({k: v for k, v in each.items() if k in keys} for each in (then, got))  # type: ignore[return-value]


def short(value: Any, limit: int = 400) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= limit else f"{text[:limit]}… ({len(text)} characters)"


def report(complaints: list[str]) -> str:
    """The first complaints as one text, for an assertion's message."""
    rest = len(complaints) - SHOWN
    return "\n".join(complaints[:SHOWN] + ([f"… and {rest} more"] if rest > 0 else []))


def faults(part: Part) -> list[str]:
    """What is wrong with the declarations: no reason, no such test, a pattern that covers nothing, an id used twice."""
    found = []
    for entry in part.entries:
        name = f"{part.name} {entry.verdict} {list(entry.ids)[:3]}"
        if not entry.reason:
            found.append(f"{name}: no reason")
        if entry.verdict == "closed" and not names_a_test(entry.test):
            found.append(f"{name}: no such test: {entry.test!r}")
        if entry.verdict == "simplified" and (left := DEPENDANTS - set(entry.searched)):
            found.append(f"{name}: not searched for: {sorted(left)}")
        if entry.but not in ("", "order") or (entry.but and entry.verdict != "out"):
            found.append(f"{name}: but = {entry.but!r}")
        found += [
            f"{name}: {each} covers no row"
            for each in entry.ids
            if not any(fnmatch.fnmatchcase(row.id, each) for row in part.rows)
        ]
    return found + _twice(part)


def _twice(part: Part) -> list[str]:
    ids = Counter(row.id for row in part.rows)
    return [f"{part.name}: two rows with the id {row}" for row, count in ids.items() if count > 1]


def names_a_test(name: str) -> bool:
    """Whether `path::function` names a test of this repository."""
    path, _, function = name.partition("::")
    file = ROOT / path
    return (
        bool(function)
        and file.is_file()
        and re.search(
            rf"^\s*def {re.escape(function.split('[')[0])}\(",
            file.read_text(encoding="utf-8"),
            re.M,
        )
        is not None
    )
