"""A province to break into: district D with the communes A and B, one record of each DocType in each.

Every record and every row about it (comment, file, task, tag …) carries a marker of its own in all
its free texts, so one rule finds a leak on any path: the markers in an answer must be of records
that the person reads. Who reads what is decided here from docs/access.md and the permission rows
alone, without asking the app's rules.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Set
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import frappe
from database_choice import is_mariadb
from ristretto.context import Context, Site
from ristretto.db.connect import connected
from ristretto.web.app import create_app
from werkzeug.test import Client, TestResponse

MARKER = re.compile(r"zzq[a-z]\d{3}zz")
TAG = "zztag"
FREE_TEXT = ("Small Text", "Text", "Long Text", "Text Editor")
LENT_DOCTYPES = ("ISO Agency", "ISO Department")
# What further roles add is decided in memory, the same on every database; lists ask the server with all of them.
ONE_OF_EACH_REACH = (
    "A Secretary",
    "A lent to B",
    "D Secretary",
    "P Inspector",
    "role without a place",
    "website user",
    "guest",
)


@dataclass(frozen=True)
class Record:
    """A stored record: whose it is and what betrays it."""

    doctype: str
    name: str
    agency: str | None
    marker: str
    plan: str | None = None


@dataclass(frozen=True)
class Person:
    """Somebody who calls: `home` is A, D, P(rovince) or "" for nobody's staff."""

    key: str
    user: str
    roles: frozenset[str]
    reads: frozenset[str]
    reads_all: bool = False
    is_staff: bool = True
    plans: frozenset[str] = frozenset()
    lent_to: frozenset[str] = frozenset()
    token: str | None = None


@dataclass(repr=False)
class World:
    """The province, the people and an application to call."""

    site: Site
    agencies: dict[str, str] = field(default_factory=dict)
    records: list[Record] = field(default_factory=list)
    people: dict[str, Person] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    readers: dict[str, frozenset[str]] = field(default_factory=dict)
    app: Any = None

    def __post_init__(self) -> None:
        self.app = create_app(self.site.sites_path, self.site.name)
        self._clients: dict[str, Client] = {}

    def call(self, person: Person, method: str, path: str, **options: Any) -> TestResponse:
        """One request of a person, in English, answered in JSON."""
        client = self._clients.setdefault(person.key, Client(self.app, use_cookies=False))
        headers = {"Accept": "application/json", "Accept-Language": "en"}
        if person.token:
            headers["Authorization"] = person.token
        return client.open(path, method=method, headers=headers, **options)

    def callers(self) -> list[Person]:
        """Who asks about single records: everybody, on a server one person of each reach."""
        keys = ONE_OF_EACH_REACH if is_mariadb() else self.people
        return [self.people[key] for key in keys]

    def doctypes(self) -> list[str]:
        return sorted({record.doctype for record in self.records})

    def of(self, doctype: str, agency: str | None = None) -> list[Record]:
        """Records of a DocType, of the agency "a", "b" or "d" when given."""
        wanted = self.agencies.get(agency or "")
        return [
            record
            for record in self.records
            if record.doctype == doctype and (not wanted or record.agency == wanted)
        ]

    def reads(self, person: Person, record: Record) -> bool:
        """Whether docs/access.md lets the person read the record."""
        if not person.roles & self.readers[record.doctype]:
            return False
        if person.reads_all or not record.agency:
            return person.is_staff or not self._is_bound(record.doctype)
        return (
            record.agency in person.reads
            or (record.doctype in LENT_DOCTYPES and record.agency in person.lent_to)
            or record.plan in person.plans
        )

    def markers(self, person: Person) -> set[str]:
        """Everything that an answer to the person may hold."""
        return {record.marker for record in self.records if self.reads(person, record)}

    def leaks(self, person: Person, text: str, titles: Set[str] = frozenset()) -> list[str]:
        """Records of which the text tells although the person reads neither them nor `titles`."""
        found = set(MARKER.findall(text)) - self.markers(person) - titles
        by_marker = {record.marker: f"{record.doctype} {record.name}" for record in self.records}
        return sorted(by_marker[marker] for marker in found)

    def titles_in(self, record: Record) -> set[str]:
        """Markers of the records that a record links to: their titles are printed with it."""
        row = self.row_of(record)
        return {other.marker for other in self.records if f'"{other.name}"' in row}

    def row_of(self, record: Record) -> str:
        """The stored row with all its child rows, as text to compare before and after."""
        with in_site(self.site):
            return stored_text(record)

    def _is_bound(self, doctype: str) -> bool:
        return any(record.agency for record in self.records if record.doctype == doctype)


class Faults:
    """What went wrong, each reason once with those whom it happened to."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.cases = 0
        self.found: dict[str, list[str]] = {}

    def add(self, reason: str, who: str) -> None:
        self.found.setdefault(reason, []).append(who)

    def finish(self) -> dict[str, list[str]]:
        """Print the number of cases; fail with every reason when there is one, else answer none."""
        print(f"{self.title}: {self.cases} cases")
        assert self.cases, "no case was run"
        assert not self.found, "\n" + "\n".join(
            f"{reason}: {', '.join(dict.fromkeys(who))}" for reason, who in self.found.items()
        )


@contextmanager
def in_site(site: Site, mode: str = "read") -> Iterator[Context]:
    """Administrator's context; whoever writes commits."""
    with connected(site, mode=mode) as context:
        context.flags.in_test = True
        context.flags.quiet = True
        context.lang = "en"
        yield context


def stored_text(record: Record) -> str:
    """What the tables hold of a record and of the rows about it."""
    meta = frappe.get_meta(record.doctype)
    parts: list[Any] = [
        frappe.db.sql(f"select * from `tab{record.doctype}` where name=%s", record.name)
    ]
    for table in meta.get_table_fields():
        sql = f"select * from `tab{table.options}` where parent=%s and parenttype=%s order by name"
        parts.append(frappe.db.sql(sql, (record.name, record.doctype)))
    for doctype, (kind, name) in ABOUT.items():
        sql = f"select name, modified from `tab{doctype}` where `{kind}`=%s and `{name}`=%s order by name"
        parts.append(frappe.db.sql(sql, (record.doctype, record.name)))
    return json.dumps(parts, default=str)


# Rows that tell of a record: DocType -> (field of its DocType, field of its name).
ABOUT = {
    "Comment": ("reference_doctype", "reference_name"),
    "Communication": ("reference_doctype", "reference_name"),
    "File": ("attached_to_doctype", "attached_to_name"),
    "Notification Log": ("document_type", "document_name"),
    "Tag Link": ("document_type", "document_name"),
    "ToDo": ("reference_type", "reference_name"),
    "Version": ("ref_doctype", "docname"),
    "View Log": ("reference_doctype", "reference_name"),
    "Workflow Action": ("reference_doctype", "reference_name"),
    "DocShare": ("share_doctype", "share_name"),
}
