"""Decides how an import is stored: in batches, each of which commits together with its log rows.

After a kill the next turn leaves out what the log names, so nothing is doubled. Each record stands under a
savepoint: a refused one leaves a log row and nothing else. A batch is short, so that others may write between.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ristretto.errors import DatabaseUnavailable, JobTimeoutError, QueryDeadlockError
from ristretto.flow import refusals

import frappe
from frappe import _
from frappe.core.doctype.data_import.headings import get_id_field
from frappe.core.doctype.version.version import get_diff
from frappe.utils import strip_html

BATCH_ROWS, BATCH_SECONDS = 500, 0.4
HINTS = ("info", "row")
_PASSED_ON = (DatabaseUnavailable, JobTimeoutError, QueryDeadlockError)
_SAVEPOINT = "import_record"
_LOG_FIELDS = (
    "name", "creation", "modified", "owner", "modified_by", "docstatus", "idx",
    "data_import", "log_index", "success", "docname", "row_indexes", "messages", "exception",
)  # fmt: skip


class ImportTaken(frappe.ValidationError):
    """Another worker goes on with the same import."""


def run(importer: Any) -> list[Any] | None:
    """Store what is not stored yet; the log rows, or None when the file must be mended first."""
    file, data_import = importer.import_file, importer.data_import
    payloads = file.get_payloads_for_import()
    serious = [each for each in file.get_warnings() if each.get("type") not in HINTS]
    skips = bool(importer.template_options.get("skip_errored_rows"))
    if serious and (not skips or any("row" not in each for each in serious)):
        _hold_up(importer, serious)
        return None
    with _importing(data_import):
        work = _Work(importer, len(payloads))
        refused = _refused_lines(serious)
        for payload in payloads:
            work.take(payload, refused)
        work.finish()
    return _logs(data_import.name) if data_import.name else work.report()


def _hold_up(importer: Any, warnings: list[dict[str, Any]]) -> None:
    if importer.console:
        for each in warnings:
            place = " ".join(f"{key} {each[key]}" for key in ("row", "col") if key in each)
            print(f"{place}: {each['message']}")
        return
    text = json.dumps(warnings, default=str, ensure_ascii=False)
    importer.data_import.db_set("template_warnings", text)


def _refused_lines(warnings: list[dict[str, Any]]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    for each in warnings:
        found.setdefault(each["row"], []).append(each)
    return found


@contextmanager
def _importing(data_import: Any) -> Iterator[None]:
    flags = frappe.flags
    before = flags.in_import, flags.mute_emails
    flags.in_import, flags.mute_emails = True, bool(data_import.mute_emails)
    if data_import.name:
        data_import.db_set("template_warnings", "")
    try:
        yield
    finally:
        flags.in_import, flags.mute_emails = before


class _Work:
    """One turn of an import: what is done, the batch under way, and its log."""

    def __init__(self, importer: Any, total: int) -> None:
        self.importer, self.data_import, self.total = importer, importer.data_import, total
        self.done = self._done_before() if self.data_import.name else set()
        self.log_index, self.current = self._last_index(), 0
        self.batch: list[dict[str, Any]] = []
        self.written, self.began, self.sample = self._count(), time.monotonic(), None
        self.start, self.stored = time.monotonic(), 0
        self.outcomes: list[Any] = []  # of a command, which leaves no log rows

    def _done_before(self) -> set[int]:
        """Lines that an earlier turn has dealt with; after a whole turn its failures are tried again."""
        logs = _logs(self.data_import.name)
        whole = len(logs) >= self.total
        if whole and self.data_import.status in ("Partial Success", "Error"):
            frappe.db.delete(
                "Data Import Log", {"success": 0, "data_import": self.data_import.name}
            )
            logs = [each for each in logs if each.success]
            frappe.db.commit()
        return {int(row) for each in logs for row in json.loads(each.row_indexes or "[]")}

    def _last_index(self) -> int:
        filters = {"data_import": self.data_import.name}
        last = self.data_import.name and frappe.get_all(
            "Data Import Log",
            filters=filters,
            pluck="log_index",
            order_by="log_index desc",
            limit=1,
        )
        return int(last[0]) + 1 if last else 0

    def _count(self) -> int:
        name = self.data_import.name
        return frappe.db.count("Data Import Log", {"data_import": name}) if name else 0

    def take(self, payload: Any, refused: dict[int, list[dict[str, Any]]]) -> None:
        self.current += 1
        lines = [row.row_number for row in payload.rows]
        if self.done.intersection(lines):
            return
        said = [each for line in lines for each in refused.get(line, ())]
        self._note(lines, _refusal(said) if said else self._store(payload.doc))
        is_long = time.monotonic() - self.began > BATCH_SECONDS
        if is_long or len(self.batch) >= BATCH_ROWS:
            self.commit()

    def _store(self, values: Any) -> dict[str, Any]:
        frappe.db.savepoint(_SAVEPOINT)
        frappe.clear_messages()
        try:
            doc = store(self.importer, values)
        except _PASSED_ON:
            raise
        except Exception as error:
            # the edge of a record: whatever an app raises is kept in its log row
            frappe.db.rollback(save_point=_SAVEPOINT)
            said = list(frappe.local.message_log)
            frappe.clear_messages()
            said = said or [{"message": str(error) or type(error).__name__}]
            return {"success": 0, "messages": said, "exception": frappe.get_traceback()}
        frappe.db.release_savepoint(_SAVEPOINT)
        frappe.clear_messages()
        self.stored += 1
        return {"success": 1, "docname": str(doc.name)}

    def _note(self, lines: list[int], outcome: dict[str, Any]) -> None:
        row = {**outcome, "log_index": self.log_index, "row_indexes": lines}
        self.batch.append(row)
        self.log_index += 1
        if not self.data_import.name:
            self.outcomes.append(frappe._dict(row))

    def commit(self) -> None:
        """The batch, its log rows, refused steps and how far the import is: all or nothing."""
        refusals.write()
        if self.data_import.name and self.batch:
            if self._count() != self.written:
                raise ImportTaken(_("Another worker goes on with this import."))
            write_logs(self.data_import.name, self.batch)
            self.written += len(self.batch)
            if self.stored and self.data_import.status != "Partial Success":
                self.data_import.db_set("status", "Partial Success", update_modified=False)
        frappe.db.commit()
        self._tell()
        self.batch, self.began = [], time.monotonic()

    def _tell(self) -> None:
        if self.importer.console:
            print(f"{self.current} / {self.total}")
            return
        spent = time.monotonic() - self.start
        left = spent / max(self.current, 1) * (self.total - self.current)
        message = {
            "current": self.current,
            "total": self.total,
            "data_import": self.data_import.name,
            "success": True,
            "eta": round(left, 1),
        }
        frappe.publish_realtime("data_import_progress", message, user=frappe.session.user)

    def finish(self) -> None:
        self.commit()
        if not self.data_import.name:
            return
        status = status_of(_logs(self.data_import.name), self.total)
        self.data_import.db_set("status", status)
        frappe.db.commit()

    def report(self) -> list[Any]:
        """Say on the console what was refused."""
        failed = [each for each in self.outcomes if not each.success]
        print(f"{len(self.outcomes) - len(failed)} records imported, {len(failed)} refused")
        for each in failed:
            said = " ".join(strip_html(str(one.get("message"))) for one in each.messages)
            print(f"line {each.row_indexes[0]}: {said}")
        return self.outcomes


def _refusal(said: list[dict[str, Any]]) -> dict[str, Any]:
    messages = [{"message": each["message"], "col": each.get("col")} for each in said]
    return {"success": 0, "messages": messages, "exception": said[0]["message"]}


def status_of(logs: list[Any], total: int) -> str:
    good = sum(1 for each in logs if each.success)
    if good == total:
        return "Success"
    if good:
        return "Partial Success"
    return "Error" if len(logs) >= total else "Pending"


def store(importer: Any, values: Any) -> Any:
    """One record of the file, new or changed, by the rules of its form."""
    is_new = importer.import_type == "Insert New Records"
    doc = _new(importer, values) if is_new else _changed(importer, values)
    doc.flags.updater_reference = {
        "doctype": "Data Import",
        "docname": importer.data_import.name,
        "label": _("via Data Import"),
    }
    if not is_new:
        return doc.save()
    doc.insert()
    if importer.data_import.submit_after_import and doc.meta.is_submittable and not doc.docstatus:
        doc.submit()
    return doc


def _new(importer: Any, values: Any) -> Any:
    return frappe.get_doc({"doctype": importer.doctype, **values})


def _changed(importer: Any, values: Any) -> Any:
    name = values.get(get_id_field(importer.doctype).fieldname) or values.get("name")
    name = _name_of(importer.doctype, name)
    before, doc = frappe.get_doc(importer.doctype, name), frappe.get_doc(importer.doctype, name)
    doc.check_permission("write")
    tables = {each.fieldname for each in doc.meta.get_table_fields()} & values.keys()
    doc.update({key: value for key, value in values.items() if key not in tables})
    for table in tables:
        doc.set(table, [_row(doc, table, each) for each in values[table]])
    if not get_diff(before, doc):
        frappe.throw(_("No changes to update"))
    return doc


def _name_of(doctype: str, value: Any) -> str:
    field = get_id_field(doctype).fieldname
    if field == "name" or frappe.db.exists(doctype, value):
        return str(value)
    return str(frappe.db.get_value(doctype, {field: value}) or value)


def _row(doc: Any, table: str, values: Any) -> dict[str, Any]:
    """A row of this very record keeps what the file does not say; any other is new."""
    stored = next((row for row in doc.get(table) if row.name == values.get("name")), None)
    if stored is None:
        return {key: value for key, value in values.items() if key != "name"}
    return {**stored.as_dict(), **values}


def write_logs(data_import: str, rows: list[dict[str, Any]]) -> None:
    """Log rows, without the events of documents: there are as many as records."""
    now, user = frappe.utils.now(), frappe.session.user
    values = [
        (
            frappe.generate_hash(length=10), now, now, user, user, 0, 0,
            data_import, row["log_index"], int(bool(row.get("success"))), row.get("docname"),
            json.dumps(row.get("row_indexes")), json.dumps(row.get("messages", "[]"), default=str, ensure_ascii=False),
            row.get("exception"),
        )
        for row in rows
    ]  # fmt: skip
    frappe.db.bulk_insert("Data Import Log", _LOG_FIELDS, values)


def _logs(data_import: str) -> list[Any]:
    fields = ["row_indexes", "success", "log_index", "docname", "messages", "exception"]
    filters = {"data_import": data_import}
    return list(
        frappe.get_all("Data Import Log", fields=fields, filters=filters, order_by="log_index")
    )
