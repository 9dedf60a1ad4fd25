"""The requests that `./iso benchmark` measures take the full access decision, anew each time.

The very calls of benchmarks/measures.py are sent by the secretary they are made for and by the secretary
of another agency; then rights are taken away in another process, and the next request knows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import frappe
import pytest
from ristretto.context import Site
from ristretto.db import pool
from ristretto.db.connect import connected
from ristretto.web.app import create_app
from site_fixtures import copy_sites
from werkzeug.test import Client, TestResponse

from benchmarks import data, measures
from benchmarks.client import Call
from benchmarks.measures import Measure, People

HOME, ELSEWHERE = data.COMMUNES[0], measures.ELSEWHERE
STRANGER = "stranger@benchmark.example"
OWN = f"{HOME}-QT-00000-1.0"
THEIRS = f"{ELSEWHERE}-QT-00001-1.0"
BY_NAME = {each.name: each for each in measures.MEASURES}


class Measured:
    """The measured calls, sent to the same application without a network."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.app = create_app(site.sites_path, site.name)
        people = (data.SECRETARY, data.OFFICER, STRANGER)
        self.cookies = {user: self._sign_in(user) for user in people}

    def _sign_in(self, user: str) -> str:
        answer = Client(self.app).post(
            "/api/method/login", json={"usr": user, "pwd": data.PASSWORD}
        )
        lines = answer.headers.getlist("Set-Cookie")
        return next(line.split(";", 1)[0] for line in lines if line.startswith("sid="))

    def call(self, measure: Measure, user: str) -> Call:
        """The first call of a measure, as this user would send it."""
        cookie = self.cookies[user]
        people = People(cookie, cookie, [OWN], 0.01, "T", lambda _code: [OWN])
        return measure.make(people, 0, 1).calls[0]

    def ask(self, name: str, user: str) -> TestResponse:
        call = self.call(BY_NAME[name], user)
        return Client(self.app, use_cookies=False).open(
            call.path, method=call.method, json=call.body, headers={"Cookie": call.cookie}
        )

    def elsewhere(self, change: Callable[[], Any]) -> None:
        """Change something as another process does: a site handle and a connection of its own."""
        with connected(Site(self.site.name, self.site.sites_path)) as context:
            change()
            context.db.commit()


@pytest.fixture(scope="module")
def communes(app_template_sites: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two communes with procedures under the province, and a secretary in each: to be copied."""
    site = copy_sites(app_template_sites, tmp_path_factory.mktemp("communes"))
    with connected(site) as context:
        data.agency(data.PROVINCE, "Province", None)
        for place in (HOME, ELSEWHERE):
            data.agency(place, "Commune", data.PROVINCE)
        data.staff(HOME, data.SECRETARY, "ISO Secretary")
        data.staff(ELSEWHERE, STRANGER, "ISO Secretary")
        data.staff(data.PROVINCE, data.OFFICER, "ISO Provincial Officer")
        for place, number in ((HOME, 0), (ELSEWHERE, 1), (ELSEWHERE, 2)):
            frappe.get_doc(data.procedure(place, f"QT-{number:05}", number)).insert()
        context.db.commit()
    pool.close_all()
    return site.sites_path


@pytest.fixture
def measured(communes: Path, tmp_path: Path) -> Iterator[Measured]:
    """The two communes for one test, with the people signed in."""
    yield Measured(copy_sites(communes, tmp_path))
    pool.close_all()


def names(answer: TestResponse) -> list[str]:
    return sorted(row["name"] for row in answer.json["data"])


def test_every_measured_call_is_answered_to_whom_it_is_made_for(measured: Measured) -> None:
    """What is measured is work done, not a refusal."""
    for name in BY_NAME:
        user = data.OFFICER if "all agencies" in name or "filter" in name else data.SECRETARY
        answer = measured.ask(name, user)
        assert answer.status_code == 200, (name, answer.text)


def test_lists_hold_rows_of_the_own_agency_only(measured: Measured) -> None:
    """The same list, filtered list, search and link search, told to two secretaries."""
    assert names(measured.ask(measures.LIST.name, data.SECRETARY)) == [OWN]
    assert THEIRS in names(measured.ask(measures.LIST.name, STRANGER))
    assert OWN not in names(measured.ask(measures.LIST.name, STRANGER))
    assert names(measured.ask("list: 2 filters, sorted", data.SECRETARY)) == []
    assert len(names(measured.ask("list: 2 filters, sorted", data.OFFICER))) == 2
    assert ELSEWHERE not in measured.ask("link search", data.SECRETARY).text


def test_counts_and_groups_count_the_own_agency_only(measured: Measured) -> None:
    """Totals tell as little as rows do."""

    def drafts(user: str) -> int:
        rows = measured.ask("group by state", user).json["data"]
        return sum(row["n"] for row in rows)

    assert (drafts(data.SECRETARY), drafts(STRANGER), drafts(data.OFFICER)) == (1, 2, 3)

    def review() -> None:
        draft = frappe.get_doc(measures.DOCTYPE, THEIRS)
        draft.workflow_state = "Under Review"
        draft.save()

    measured.elsewhere(review)
    counts = [
        measured.ask("count, filtered", user).json["message"]
        for user in (data.SECRETARY, STRANGER, data.OFFICER)
    ]
    assert counts == [0, 1, 1]


@pytest.mark.parametrize(
    "name",
    [
        measures.GET.name,
        "insert with 5 child rows",
        "update of one field",
        "workflow transition",
    ],
)
def test_the_stranger_is_refused(measured: Measured, name: str) -> None:
    """Reading, making, changing and moving a record of another agency: 403, and nothing changes."""
    answer = measured.ask(name, STRANGER)

    assert answer.status_code == 403, answer.text
    assert "Quy định trình tự" not in answer.text
    with connected(Site(measured.site.name, measured.site.sites_path)):
        stored = frappe.get_all(
            measures.DOCTYPE, filters={"agency": HOME}, fields=["name", "purpose", "workflow_state"]
        )
    assert [(row.name, row.workflow_state) for row in stored] == [(OWN, "Draft")]
    assert "Sửa" not in stored[0].purpose


def drop_role() -> None:
    account = frappe.get_doc("User", data.SECRETARY)
    account.roles = []
    account.save()


def drop_role_in_sql() -> None:
    frappe.db.sql("delete from `tabHas Role` where parent = %s", (data.SECRETARY,))


def drop_permission() -> None:
    for row in frappe.get_all("DocPerm", {"parent": measures.DOCTYPE}, pluck="name"):
        frappe.db.delete("DocPerm", {"name": row})
    frappe.clear_cache(doctype=measures.DOCTYPE)


def confine() -> None:
    frappe.get_doc(
        {
            "doctype": "User Permission",
            "user": data.SECRETARY,
            "allow": measures.DOCTYPE,
            "for_value": THEIRS,
            "apply_to_all_doctypes": 1,
        }
    ).insert()


def dismiss() -> None:
    staff = frappe.get_all("ISO Staff Member", {"user": data.SECRETARY}, pluck="name")[0]
    frappe.db.set_value("ISO Staff Member", staff, "account_status", "Closed")


def switch_off() -> None:
    frappe.db.set_value("User", data.SECRETARY, "enabled", 0)


@pytest.mark.parametrize(
    "change", [drop_role, drop_role_in_sql, drop_permission, confine, dismiss, switch_off]
)
def test_the_very_next_request_knows(measured: Measured, change: Callable[[], None]) -> None:
    """A right that another process takes away is gone in the next list, get and update."""
    for name in (measures.LIST.name, measures.GET.name, "update of one field"):
        assert measured.ask(name, data.SECRETARY).status_code == 200

    measured.elsewhere(change)

    listed = measured.ask(measures.LIST.name, data.SECRETARY)
    assert listed.status_code in (401, 403) or OWN not in names(listed)
    for name in (measures.GET.name, "update of one field"):
        assert measured.ask(name, data.SECRETARY).status_code in (401, 403), name


def test_a_change_taken_back_changes_nothing(measured: Measured) -> None:
    """Rights removed in a transaction that is rolled back: neither this process nor the other forgets."""
    with connected(measured.site) as context:
        drop_role_in_sql()
        assert not frappe.has_permission(measures.DOCTYPE, "read", user=data.SECRETARY)
        context.db.rollback()
        assert frappe.has_permission(measures.DOCTYPE, "read", user=data.SECRETARY)

    assert names(measured.ask(measures.LIST.name, data.SECRETARY)) == [OWN]
