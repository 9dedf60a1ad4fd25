"""Writes docs/parity-ledger.md from the verdicts of a test run: counts, then every difference with its rows."""

from __future__ import annotations

from parity_ledger import VERDICTS, Entry, Ledger, Part

HEAD = """# Parity ledger

Every observed fact of a stock v15.41 site, replayed here by `./iso test parity` on {database}, by row id. Tables:
`tests/parity/observed/*.jsonl`; declared differences: `*.verdicts.toml` beside them; every row with its verdict:
`logs/parity-ledger.tsv` after a run. This page is written by the run (`ISO_WRITE_LEDGER=1 ./iso test parity`) and a
test keeps it true.

*same*: as on stock. *closed*: stock leaks, injects, loses or silently accepts; we do right, a test shows it.
*simplified*: a clean rule in place of an oddity on which no dependant was found. *out*: specific to stock's engine.
*missing*: not made yet.
"""
TITLES = {
    "closed": "Closed holes",
    "simplified": "Simplified",
    "out": "Out of scope",
    "missing": "Missing",
}


def page(ledger: Ledger, parts: list[Part]) -> str:
    """The whole page."""
    text = [
        HEAD.format(database={"sqlite": "SQLite", "mariadb": "MariaDB"}[ledger.database]),
        *counts(ledger),
    ]
    for verdict, title in TITLES.items():
        lines = [
            line
            for part in parts
            for entry in part.entries
            if entry.verdict == verdict
            for line in difference(ledger, part, entry)
        ]
        if lines:
            text += ["", f"## {title}", "", *lines]
    return "\n".join(text) + "\n"


def counts(ledger: Ledger) -> list[str]:
    """One line a part, and the sum."""
    rows = ledger.counts()
    lines = [f"| part | rows | {' | '.join(VERDICTS)} |", "|---|" + "---:|" * (len(VERDICTS) + 1)]
    for part, found in rows.items():
        lines.append(
            f"| {part} | {sum(found.values())} | {' | '.join(str(found[each]) for each in VERDICTS)} |"
        )
    total = [sum(found[each] for found in rows.values()) for each in VERDICTS]
    return [*lines, f"| **all** | {sum(total)} | {' | '.join(map(str, total))} |"]


def difference(ledger: Ledger, part: Part, entry: Entry) -> list[str]:
    """One bullet: the rows that took this verdict, the reason, and its proof; nothing when no row did."""
    ids = [
        row.id
        for row in part.rows
        if part.entry(row.id, ledger.database) is entry
        and ledger.found.get(row.id, ("", ""))[1] == entry.verdict
    ]
    if not ids:
        return []
    proof = f" Test: `{entry.test}`." if entry.test else ""
    searched = f" Searched: {', '.join(entry.searched)}." if entry.searched else ""
    return [f"- {part.name}, {len(ids)} rows: {entry.reason}{proof}{searched} ({', '.join(ids)})"]
