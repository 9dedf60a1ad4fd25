"""What the fault tests write, and how they find out whether something was lost, doubled or torn.

A `Fault Doc` has a counter as its name, a value, and three rows that repeat the value: a document that was written in
part does not agree with itself.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import frappe
from database_choice import copy_database, is_mariadb
from ristretto.context import Site
from ristretto.db import pool
from ristretto.db.connect import connected
from ristretto.document import get_doc
from site_fixtures import SITE_NAME

ROWS = 3
RIGHTS = ("read", "write", "create", "delete")


def build(sites: Path) -> None:
    """The two DocTypes, and a clerk who may write them, with a key."""
    site = Site(SITE_NAME, sites)
    value = {"fieldname": "value", "fieldtype": "Int", "label": "Value"}
    rows = {"fieldname": "rows", "fieldtype": "Table", "label": "Rows", "options": "Fault Row"}
    mark = {"fieldname": "mark", "fieldtype": "Data", "label": "Mark", "unique": 1}
    with connected(site, mode="write") as context:
        _doctype("Fault Row", [value], istable=1)
        frappe.get_doc({"doctype": "Role", "role_name": "Fault Clerk"}).insert()
        rights = [{"role": "Fault Clerk", **dict.fromkeys((*RIGHTS, "submit"), 1)}]
        _doctype(
            "Fault Doc",
            [mark, value, rows],
            autoname="FD-.######",
            permissions=rights,
            is_submittable=1,
        )
        clerk = {
            "doctype": "User",
            "email": "clerk@example.com",
            "first_name": "Clerk",
            "send_welcome_email": 0,
        }
        user = get_doc({**clerk, "api_key": "fault-key", "api_secret": "fault-secret"}).insert()
        user.add_roles("Fault Clerk")
        context.db.commit()


def _doctype(name: str, fields: list[dict[str, Any]], **values: Any) -> None:
    frappe.get_doc(
        {
            "doctype": "DocType",
            "name": name,
            "module": "Core",
            "custom": 1,
            "fields": fields,
            **values,
        }
    ).insert()


def build_more(sites: Path) -> None:
    """For load on several processes: notes that jobs write, and papers that go through a workflow."""
    note = {"fieldname": "mark", "fieldtype": "Data", "label": "Mark"}
    rights = [{"role": "Fault Clerk", **dict.fromkeys(RIGHTS, 1)}]
    with connected(Site(SITE_NAME, sites), mode="write") as context:
        _doctype("Fault Note", [note], autoname="hash", permissions=rights)
        _doctype("Fault Paper", [note], autoname="FP-.#####", permissions=rights)
        for name in (*STATES, "Forward"):
            kind, key = ("Workflow Action Master", "workflow_action_name")
            if name in STATES:
                kind, key = ("Workflow State", "workflow_state_name")
            frappe.get_doc({"doctype": kind, key: name}).insert()
        frappe.get_doc(
            {
                "doctype": "Workflow",
                "workflow_name": "Fault Way",
                "document_type": "Fault Paper",
                "is_active": 1,
                "states": [{"state": state, "allow_edit": "Fault Clerk"} for state in STATES],
                "transitions": [
                    {"state": a, "action": "Forward", "next_state": b, "allowed": "Fault Clerk"}
                    for a, b in pairwise(STATES)
                ],
            }
        ).insert()
        context.db.commit()


STATES = ("Fault One", "Fault Two", "Fault Three")
TOKEN = "token fault-key:fault-secret"


def copy(template: Path, folder: Path, **settings: object) -> Path:
    """A site of one's own, with the durability that a real site has unless the test says otherwise."""
    sites = folder / "sites"
    shutil.copytree(template, sites)
    path = sites / "common_site_config.json"
    common = {**json.loads(path.read_text()), "sqlite_synchronous": "FULL", **settings}
    path.write_text(json.dumps(common))
    copy_database(sites / SITE_NAME)
    return sites


def body(mark: str, value: int) -> dict[str, Any]:
    return {"mark": mark, "value": value, "rows": [{"value": value}] * ROWS}


@dataclass
class Told:
    """What a writer heard: acknowledged values by mark, and the marks whose answer never came."""

    acknowledged: dict[str, int] = field(default_factory=dict)
    deleted: set[str] = field(default_factory=set)
    open: dict[str, int] = field(default_factory=dict)

    def read(self, lines: Iterable[str]) -> Told:
        """Lines `ask MARK VALUE`, `ok MARK VALUE`, `no MARK VALUE`; a value of -1 deletes."""
        for line in lines:
            parts = line.split()
            if len(parts) != 3:
                continue  # the writer died within this line
            word, mark, value = parts[0], parts[1], int(parts[2])
            if word == "ask":
                self.open[mark] = value
                continue
            self.open.pop(mark, None)
            if word == "ok" and value < 0:
                self.acknowledged.pop(mark, None)
                self.deleted.add(mark)
            elif word == "ok":
                self.acknowledged[mark] = value
        return self


def faults_of(sites: Path, told: Told) -> list[str]:
    """Everything that is not as it was acknowledged; an answer that never came may have happened or not."""
    pool.close_all()
    found = _damage(sites)
    with connected(Site(SITE_NAME, sites)) as context:
        stored = context.db.execute("SELECT `name`, `mark`, `value` FROM `tabFault Doc`")
        rows = context.db.execute(
            "SELECT `parent`, COUNT(*), MIN(`value`), MAX(`value`) FROM `tabFault Row` GROUP BY `parent`"
        )
        counter = context.db.execute("SELECT `current` FROM `tabSeries` WHERE `name` = 'FD-'")
    pool.close_all()
    by_mark = {mark: (name, value) for name, mark, value in stored}
    by_parent = {parent: rest for parent, *rest in rows}
    for mark, value in told.acknowledged.items():
        allowed = {value, told.open.get(mark, value)}
        if mark not in by_mark and told.open.get(mark, 0) >= 0:
            found.append(f"{mark} was acknowledged and is lost")
        elif mark in by_mark and by_mark[mark][1] not in allowed:
            found.append(f"{mark} holds {by_mark[mark][1]}, acknowledged {value}")
    found += [
        f"{mark} was deleted and is there"
        for mark in told.deleted
        if mark in by_mark and mark not in told.open
    ]
    known = {*told.acknowledged, *told.open}
    found += [f"{mark} was never asked for" for mark in by_mark if mark not in known]
    for name, value in by_mark.values():
        if by_parent.get(name) != [ROWS, value, value]:
            found.append(f"{name} holds {value}, its rows {by_parent.get(name)}")
    found += [
        f"rows of {parent} without it"
        for parent in set(by_parent) - {name for name, _ in by_mark.values()}
    ]
    numbers = [int(name.rpartition("-")[2]) for name, _value in by_mark.values()]
    if numbers and int(counter[0][0]) < max(numbers):
        found.append(f"the counter stands at {counter[0][0]}, a name has {max(numbers)}")
    return found


def _damage(sites: Path) -> list[str]:
    """What SQLite itself finds."""
    if is_mariadb():
        return []
    path = Site(SITE_NAME, sites).db_path
    with closing(sqlite3.connect(path)) as connection:
        verdict = [row[0] for row in connection.execute("PRAGMA quick_check")]
    return [] if verdict == ["ok"] else [f"quick_check: {line}" for line in verdict[:3]]
