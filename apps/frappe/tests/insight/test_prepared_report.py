"""Reports in the background: ordered, run with the asker's rights, kept for the asker, cleared."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from typing import Any

import frappe
import pytest
from frappe.core.doctype.prepared_report import prepared_report as prepared
from frappe.desk import query_report
from ristretto.jobs import outbox

QUERY = (
    'select name as "ID:Link/Note:120", title as "Title" from `tabNote` where title >= %(least)s'
)
FILTERS = '{"least": "a"}'


@pytest.fixture
def people(
    ctx: Any, make_role: Callable[..., str], make_user: Callable[..., str]
) -> tuple[str, str]:
    """Two people who may run the report, one note, the report."""
    make_role("Reporter")
    users = make_user("Reporter"), make_user("Reporter")
    for right in ("read", "report"):
        frappe.permissions.add_permission("Note", "Reporter", 0, right)
    frappe.get_doc({"doctype": "Note", "title": "b", "public": 1}).insert()
    frappe.get_doc(
        {
            "doctype": "Report",
            "report_name": "Notes",
            "ref_doctype": "Note",
            "report_type": "Query Report",
            "is_standard": "No",
            "prepared_report": 1,
            "query": QUERY,
            "roles": [{"role": "Reporter"}],
        }
    ).insert()
    return users


def order(user: str, filters: str = FILTERS) -> str:
    frappe.set_user(user)
    return prepared.make_prepared_report("Notes", filters)["name"]


def work(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frappe.db, "commit", lambda *_args, **_kwargs: None)
    prepared.generate_report(name)


def test_a_run_is_ordered_and_answered_when_done(
    people: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """V09: nothing before the run, the same rows after it, found by equal filters in any spelling."""
    name = order(people[0])
    waiting = query_report.run("Notes", FILTERS)
    assert waiting == {"prepared_report": True, "doc": None, "add_total_row": 0}
    spelled = '{"least":\n"a"}'
    assert [row.name for row in prepared.get_reports_in_queued_state("Notes", spelled)] == [name]

    work(name, monkeypatch)

    answer = query_report.run("Notes", {"least": "a"})
    assert [row["title"] for row in answer["result"]] == ["b"]
    assert (answer["doc"].status, answer["doc"].queued_by) == ("Completed", people[0])
    assert prepared.get_reports_in_queued_state("Notes", FILTERS) == []


def test_the_result_is_its_askers_alone(
    people: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else with the same report gets neither the record, nor the rows, nor the file."""
    name = order(people[0])
    work(name, monkeypatch)
    frappe.set_user(people[1])

    assert query_report.run("Notes", FILTERS)["doc"] is None
    with pytest.raises(frappe.PermissionError):
        query_report.run("Notes", {"least": "a", "prepared_report_name": name})
    with pytest.raises(frappe.PermissionError):
        prepared.download_attachment(name)
    file = frappe.get_doc("File", {"attached_to_name": name})
    assert file.is_private
    assert not frappe.has_permission("File", "read", file)
    prepared.delete_prepared_reports([{"name": name}])
    assert frappe.db.exists("Prepared Report", name)


def test_the_file_can_be_fetched_and_goes_with_the_record(
    people: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """download_attachment answers JSON; deleting the run deletes its file."""
    name = order(people[0])
    work(name, monkeypatch)
    prepared.download_attachment(name)
    assert b'"title":"b"' in frappe.response["filecontent"]
    assert frappe.response["filename"].endswith(".json")
    content = frappe.get_doc("File", {"attached_to_name": name}).get_content()
    assert gzip.decompress(content) == frappe.response["filecontent"]

    prepared.delete_prepared_reports(frappe.as_json([{"name": name}]))

    assert not frappe.db.exists("Prepared Report", name)
    assert not frappe.db.exists("File", {"attached_to_name": name})


def test_only_reports_that_one_may_run_are_ordered(
    people: tuple[str, str], make_user: Callable[..., str]
) -> None:
    """Stock takes the order of anybody and runs it without asking."""
    frappe.set_user(make_user())
    with pytest.raises(frappe.PermissionError):
        prepared.make_prepared_report("Notes", FILTERS)


def test_rights_are_asked_again_when_the_job_runs(
    people: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who lost the role between order and run gets nothing."""
    name = order(people[0])
    frappe.set_user("Administrator")
    frappe.get_doc("User", people[0]).remove_roles("Reporter")
    with pytest.raises(frappe.PermissionError):
        work(name, monkeypatch)


def test_a_failure_is_told_on_the_record(people: tuple[str, str]) -> None:
    """A filter is missing: the record says so instead of waiting for ever."""
    name = order(people[0], "{}")
    job = outbox.Job.__new__(outbox.Job)
    object.__setattr__(job, "packed", outbox.pack({"prepared_report": name}))
    error = frappe.ValidationError("The report needs the filter least")

    prepared.keep_failure(job, None, type(error), error, None)

    doc = frappe.get_doc("Prepared Report", name)
    assert (doc.status, doc.error_message) == ("Error", "The report needs the filter least")


def test_a_run_that_stalled_is_given_up(people: tuple[str, str]) -> None:
    """A worker that died an hour ago leaves nobody waiting; a fresh one is left alone."""
    stalled, fresh = order(people[0]), order(people[0], '{"least": "b"}')
    for name, moment in ((stalled, "2020-01-01"), (fresh, frappe.utils.now())):
        values = {"status": "Started", "modified": moment}
        frappe.db.set_value("Prepared Report", name, values, update_modified=False)

    prepared.expire_stalled_report()

    assert frappe.db.get_value("Prepared Report", stalled, "status") == "Error"
    assert frappe.db.get_value("Prepared Report", fresh, "status") == "Started"


def test_old_runs_are_cleared_with_their_files(
    people: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The log clean-up removes what nobody touched for a month."""
    name = order(people[0])
    work(name, monkeypatch)
    old = {"modified": "2020-01-01"}
    frappe.db.set_value("Prepared Report", name, old, update_modified=False)
    frappe.set_user("Administrator")

    prepared.PreparedReport.clear_old_logs(days=30)

    assert not frappe.db.exists("Prepared Report", name)
    assert not frappe.db.exists("File", {"attached_to_name": name})


@pytest.mark.parametrize(("seconds", "expected"), [(16.0, 1), (1.0, 0)])
def test_a_slow_report_is_prepared_from_then_on(
    people: tuple[str, str], monkeypatch: pytest.MonkeyPatch, seconds: float, expected: int
) -> None:
    """After fifteen seconds nobody shall wait for it again."""
    frappe.db.set_value("Report", "Notes", "prepared_report", 0)
    ticks = iter([0.0, seconds, seconds, seconds])
    monkeypatch.setattr(query_report.time, "monotonic", lambda: next(ticks))
    query_report.run("Notes", FILTERS)
    assert frappe.db.get_value("Report", "Notes", "prepared_report") == expected
