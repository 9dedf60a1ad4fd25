"""Controller of Prepared Report: a report run in the background as the person who asked.

Its result is a private file. Only that person and System Managers see it: its rows follow the rights of the
one who asked, not the reader's.
"""

from __future__ import annotations

import gzip
from typing import Any

from ristretto.context import current
from ristretto.web.listing import parse_json, parse_list

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_days, add_to_date, cint, now, now_datetime

DOCTYPE = "Prepared Report"
STALLED_SECONDS = 60 * 60
TIMEOUT_SECONDS = 25 * 60
KEPT_DAYS = 30
WAITING = ("Queued", "Started")
MOST_ERROR_TEXT = 2_000


class PreparedReport(Document):
    """One run of a report, with the filters as text in one spelling."""

    @property
    def queued_by(self) -> Any:
        return self.owner

    @property
    def queued_at(self) -> Any:
        return self.creation

    @staticmethod
    def clear_old_logs(days: int = KEPT_DAYS) -> None:
        """Runs and their files that nobody touched for so long."""
        oldest = add_days(now_datetime(), -cint(days))
        for name in frappe.get_all(DOCTYPE, {"modified": ("<", oldest)}, pluck="name"):
            # The clock drops them; their files go with them.
            frappe.delete_doc(DOCTYPE, name, ignore_permissions=True, delete_permanently=True)

    def before_insert(self) -> None:
        self.status = "Queued"

    def after_insert(self) -> None:
        timeout = cint(frappe.db.get_value("Report", self.report_name, "timeout"))
        frappe.enqueue(
            generate_report,
            queue="long",
            timeout=timeout or TIMEOUT_SECONDS,
            enqueue_after_commit=True,
            on_failure=keep_failure,
            prepared_report=self.name,
        )

    def get_prepared_data(self, with_file_name: bool = False) -> Any:
        """The result as JSON bytes, None before there is one."""
        filters = {"attached_to_doctype": self.doctype, "attached_to_name": self.name}
        name = frappe.db.get_value("File", filters, "name", order_by="creation desc")
        if not name:
            return None
        file = frappe.get_doc("File", name)
        content = file.get_content()
        data = gzip.decompress(content if isinstance(content, bytes) else content.encode())
        return (data, file.file_name) if with_file_name else data


def is_for(doc: Any, user: str | None = None) -> bool:
    """Whether somebody may see the result: who asked for it, and System Managers."""
    user = user or frappe.session.user
    return doc.owner == user or "System Manager" in frappe.get_roles(user)


def has_permission(
    doc: Any, ptype: str = "read", user: str | None = None, debug: bool = False
) -> bool:
    return is_for(doc, user)


def get_permission_query_condition(
    user: str | None = None, doctype: str | None = None
) -> str | None:
    user = user or frappe.session.user
    if user == "Administrator" or "System Manager" in frappe.get_roles(user):
        return None
    return f"(`tabPrepared Report`.`owner` = {frappe.db.escape(user)})"


# running ------------------------------------------------------------------------------------------


def generate_report(prepared_report: str) -> None:
    """The job: run the report with its asker's rights and keep the result."""
    frappe.db.set_value(
        DOCTYPE,
        prepared_report,
        {"status": "Started", "job_id": getattr(getattr(current(), "job", None), "id", None)},
    )
    frappe.db.commit()  # the page that waits shall see that it runs
    doc = frappe.get_doc(DOCTYPE, prepared_report)
    result = _result_of(doc)
    create_json_gz_file(result, doc)
    doc.reload()
    doc.status = "Completed"
    doc.report_end_time = now()
    # The system keeps its own record; the asker needs no right to change it.
    doc.save(ignore_permissions=True)
    frappe.publish_realtime(
        "report_generated", {"report_name": doc.report_name, "name": doc.name}, user=doc.owner
    )


def _result_of(doc: Any) -> dict[str, Any]:
    """The report's answer; its rights are asked again, they may have gone since it was ordered."""
    from frappe.desk.query_report import generate_report_result, get_report_doc

    frappe.set_user(doc.owner)
    report = get_report_doc(doc.report_name)
    filters = parse_json(doc.filters, "filters") if doc.filters else {}
    return generate_report_result(report, filters, doc.owner)


def keep_failure(job: Any, connection: Any, kind: Any, error: BaseException, trace: Any) -> None:
    """The report failed for good: say so on its record. The trace is in the Error Log."""
    name = job.arguments["prepared_report"]
    if not frappe.db.exists(DOCTYPE, name):
        return
    text = str(error) or str(getattr(kind, "__name__", kind))
    values = {
        "status": "Error",
        "error_message": text[:MOST_ERROR_TEXT],
        "report_end_time": now(),
    }
    frappe.db.set_value(DOCTYPE, name, values)
    report, owner = frappe.db.get_value(DOCTYPE, name, ["report_name", "owner"])
    frappe.publish_realtime("report_generated", {"report_name": report, "name": name}, user=owner)


def create_json_gz_file(data: dict[str, Any], doc: Any) -> None:
    """The answer as a private file of the record."""
    text = frappe.as_json(data, indent=None, separators=(",", ":"))
    stamp = now_datetime().strftime("%Y-%m-%d-%H-%M")
    file = frappe.get_doc(
        {
            "doctype": "File",
            "file_name": f"{frappe.scrub(doc.report_name)}_{stamp}.json.gz",
            "attached_to_doctype": doc.doctype,
            "attached_to_name": doc.name,
            "content": gzip.compress(text.encode("utf-8")),
            "is_private": 1,
        }
    )
    # A file of the system's own record: the asker has no right to write there.
    file.save(ignore_permissions=True)


def expire_stalled_report() -> None:
    """Hourly: a run whose worker is gone is not waited for any longer."""
    oldest = add_to_date(now_datetime(), seconds=-STALLED_SECONDS)
    frappe.db.set_value(
        DOCTYPE,
        {"status": "Started", "modified": ("<", oldest)},
        {"status": "Error", "error_message": _("The report took too long and was stopped")},
        update_modified=False,
    )


# what the desk calls ------------------------------------------------------------------------------


@frappe.whitelist()
def make_prepared_report(report_name: str, filters: Any = None) -> dict[str, str]:
    """Order a run. Raises PermissionError for a report that the caller may not run."""
    from frappe.desk.query_report import get_report_doc

    get_report_doc(report_name)
    doc = frappe.get_doc(
        {"doctype": DOCTYPE, "report_name": report_name, "filters": in_one_spelling(filters)}
    )
    # Decided above: whoever may run the report may have it run.
    doc.insert(ignore_permissions=True)
    return {"name": doc.name}


def in_one_spelling(filters: Any) -> str:
    """Filters as JSON with sorted keys and no blanks: equal filters are equal text."""
    is_blank = isinstance(filters, str) and not filters.strip()
    values = {} if is_blank else parse_json(filters, "filters")
    text: str = frappe.as_json(values or {}, indent=None, separators=(",", ":"))
    return text


process_filters_for_prepared_report = in_one_spelling


@frappe.whitelist()
@frappe.read_only()
def get_reports_in_queued_state(report_name: str, filters: Any) -> list[Any]:
    """The caller's own runs of a report that are not done yet."""
    wanted = {
        "report_name": report_name,
        "filters": in_one_spelling(filters),
        "status": ("in", WAITING),
        "owner": frappe.session.user,
    }
    found: list[Any] = frappe.get_all(DOCTYPE, filters=wanted)
    return found


def get_completed_prepared_report(filters: Any, user: str, report_name: str) -> str | None:
    """The newest finished run of a person with these filters."""
    wanted = {
        "status": "Completed",
        "filters": in_one_spelling(filters),
        "owner": user,
        "report_name": report_name,
    }
    name: str | None = frappe.db.get_value(DOCTYPE, wanted, "name", order_by="creation desc")
    return name


@frappe.whitelist()
def delete_prepared_reports(reports: Any) -> None:
    """Remove runs, those that the caller may see."""
    for row in parse_list(reports, "reports"):
        doc = frappe.get_doc(DOCTYPE, row.get("name") if isinstance(row, dict) else row)
        if is_for(doc):
            # Decided above: one's own run, or a System Manager's choice.
            doc.delete(ignore_permissions=True, delete_permanently=True)


@frappe.whitelist()
def download_attachment(dn: str) -> None:
    """The result as a JSON file."""
    doc = frappe.get_doc(DOCTYPE, dn)
    if not is_for(doc):
        frappe.throw(
            _("This prepared report belongs to another user"),
            frappe.PermissionError,
        )
    found = doc.get_prepared_data(with_file_name=True)
    if not found:
        frappe.throw(_("The report is not ready yet"))
    data, file_name = found
    frappe.response["filename"] = file_name.removesuffix(".gz")
    frappe.response["filecontent"] = data
    frappe.response["type"] = "binary"
