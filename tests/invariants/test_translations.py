"""Vietnamese is complete and tidy: every text shown has one row, and every row is used."""

from __future__ import annotations

import ast
import csv
import json
import re
from collections.abc import Iterator
from typing import Any

from app_tree import PACKAGES, doctypes, records
from iso_qms.access.roles import ALL_ROLES
from iso_qms.iso_audit import workflows as audit
from iso_qms.iso_procedures import workflows as procedures
from iso_qms.iso_review import workflows as review

APP = PACKAGES["iso_qms"]
SCRIPT = re.compile(r"""\b__\(\s*(["'`])((?:\\.|(?!\1).)+)\1""")
HEADER = re.compile(r"<[^>]+>")


def table() -> list[list[str]]:
    with (APP / "translations" / "vi.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.reader(file) if row]


def of_doctypes() -> Iterator[str]:
    """Names, labels, descriptions, options, groups of links, states of lists."""
    for name, record in doctypes("iso_qms").items():
        yield from (name, record.get("description") or "")
        for field in record["fields"]:
            yield from (field.get("label") or "", field.get("description") or "")
            if field["fieldtype"] == "Select":
                yield from (field.get("options") or "").split("\n")
        yield from (link.get("group") or "" for link in record.get("links") or [])
        yield from (state["title"] for state in record.get("states") or [])


def of_records() -> Iterator[str]:
    """Names and labels of reports, cards, charts, workspaces and their headings."""
    for kind in ("report", "number_card", "dashboard_chart", "workspace"):
        for name, record in records("iso_qms", kind).items():
            yield record.get("label") or name
            for rows in record.values():
                if isinstance(rows, list):
                    yield from (row.get("label") or "" for row in rows if isinstance(row, dict))
            for block in json.loads(record.get("content") or "[]"):
                if block["type"] == "header":
                    yield HEADER.sub("", block["data"]["text"])


def of_workflows() -> Iterator[str]:
    for flow in (*procedures.WORKFLOWS, *audit.WORKFLOWS, *review.WORKFLOWS):
        yield flow.name
        yield from (state.state for state in flow.states)
        yield from (step.action for step in flow.transitions)


def of_python() -> Iterator[str]:
    """Literals inside `_()`; a text that is put together cannot be translated."""
    for path in APP.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("_", "frappe._"):
                text = node.args[0] if node.args else None
                assert not isinstance(text, ast.JoinedStr), (path.name, node.lineno)
                if isinstance(text, ast.Constant):
                    yield str(text.value)


def of_scripts() -> Iterator[str]:
    for path in APP.rglob("*.js"):
        yield from (match.group(2) for match in SCRIPT.finditer(path.read_text("utf-8")))


def shown() -> set[str]:
    """Every text that a person meets; numbers and single signs need no translation."""
    modules = (APP / "modules.txt").read_text("utf-8").splitlines()
    texts = {*of_doctypes(), *of_records(), *of_workflows(), *of_python(), *of_scripts()}
    return {t for t in {*texts, *modules, *ALL_ROLES} if re.search(r"[A-Za-z]{2}", t)}


def literals() -> set[str]:
    """Every text constant of the app: what a row may be about when no `_()` stands around it."""
    found: set[str] = set()
    for path in APP.rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        found |= {
            n.value
            for n in ast.walk(tree)
            if isinstance(n, ast.Constant) and isinstance(n.value, str)
        }
    for path in (*APP.rglob("*.json"), *APP.rglob("*.js"), *APP.rglob("*.html")):
        text = path.read_text("utf-8")
        found |= set(re.findall(r"\"((?:[^\"\\]|\\.)*)\"", text))
    return found


def test_every_shown_text_has_a_vietnamese_row() -> None:
    """No label, option, message, state, role or heading is shown in English."""
    known = {row[0] for row in table()}
    assert sorted(shown() - known) == []


def test_no_row_is_twice_empty_or_untranslated() -> None:
    """One row a source and DocType it is meant for, with a translation that keeps every place for a value."""
    rows: list[Any] = table()
    sources = [(row[0], *row[2:]) for row in rows]
    assert [s for s in set(sources) if sources.count(s) > 1] == []
    places = re.compile(r"\{\d*\}")
    for row in rows:
        assert row[1].strip(), row
        assert sorted(places.findall(row[0])) == sorted(places.findall(row[1])), row[0]


def test_no_row_is_an_orphan() -> None:
    """A row whose source appears nowhere was forgotten when the text changed."""
    used = shown() | literals()
    assert sorted(row[0] for row in table() if row[0] not in used) == []
