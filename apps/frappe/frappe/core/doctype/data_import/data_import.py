"""Records from a file: what may be imported by whom, and the calls of the desk and of clients.

Closed holes: stock asks for no right on the form that is imported, and reads any file by its address. Here
the import right of the form is asked, and the file must be readable by the caller. The work runs as the person
who started it, so whatever a save by hand refuses is refused here too.
"""

from __future__ import annotations

from typing import Any

from ristretto.errors import DatabaseUnavailable, JobTimeoutError, QueryDeadlockError
from ristretto.web.listing import parse_filters, parse_json
from ristretto.web.whitelist import slow

import frappe
from frappe import _
from frappe.core.doctype.data_import.batches import ImportTaken
from frappe.core.doctype.data_import.exporter import Exporter
from frappe.core.doctype.data_import.importer import Importer
from frappe.core.doctype.data_import.results import shown_trace
from frappe.model import core_doctypes_list
from frappe.model.document import Document
from frappe.translate import get_user_lang
from frappe.utils.background_jobs import enqueue, is_job_enqueued

BLOCKED_DOCTYPES = set(core_doctypes_list) - {"User", "Role"}
IMPORT_TYPES = {"insert": "Insert New Records", "update": "Update Existing Records"}
TIMEOUT = 10_000  # seconds


class DataImport(Document):
    """One import: the form, the file, how its columns are mapped, how it went."""

    def validate(self) -> None:
        before = self.get_doc_before_save()
        if not self.import_file or (before and before.import_file != self.import_file):
            self.template_options = self.template_options if self.import_file and not before else ""
            self.template_warnings = ""
        self.validate_doctype()
        if self.google_sheets_url:
            frappe.throw(
                _("Sheets on other servers are not read. Save the sheet as .xlsx and upload it.")
            )
        self.set_payload_count()

    def validate_doctype(self) -> None:
        if not self.reference_doctype:
            return  # said with the other fields that must be filled in
        if self.reference_doctype in BLOCKED_DOCTYPES:
            frappe.throw(_("Importing {0} is not allowed.").format(_(self.reference_doctype)))
        check_right(self.reference_doctype)

    def set_payload_count(self) -> None:
        """Reading a long file takes a while, so it is read when it or the mapping changed."""
        if not self.import_file or not self.reference_doctype:
            self.payload_count = 0
        elif self.is_new() or any(map(self.has_value_changed, ("import_file", "template_options"))):
            self.payload_count = self.get_importer().import_file.count()

    @frappe.whitelist()
    def get_preview_from_template(
        self, import_file: str | None = None, google_sheets_url: str | None = None
    ) -> Any:
        """The first lines, the columns and what is wrong, of this or of another uploaded file."""
        self.import_file = import_file or self.import_file
        return self.get_importer().get_data_for_import_preview() if self.import_file else None

    def start_import(self) -> bool:
        """Queue the work; False when it is queued already."""
        self.check_permission("write")
        check_right(self.reference_doctype)
        job_id = job_of(self.name)
        if is_job_enqueued(job_id):
            return False
        enqueue(
            start_import,
            queue="default",
            timeout=TIMEOUT,
            event="data_import",
            job_id=job_id,
            data_import=self.name,
            now=bool(frappe.flags.in_test or frappe.conf.developer_mode),
        )
        return True

    def export_errored_rows(self) -> None:
        self.get_importer().export_errored_rows()

    def download_import_log(self) -> None:
        self.get_importer().export_import_log()

    def get_importer(self) -> Importer:
        return Importer(self.reference_doctype, data_import=self)

    def on_trash(self) -> None:
        frappe.db.delete("Data Import Log", {"data_import": self.name})


def check_right(doctype: str) -> None:
    """Raise PermissionError for people who may not import this form."""
    frappe.permissions.can_import(doctype, raise_exception=True)


def job_of(name: str) -> str:
    return f"data_import::{name}"


def readable(name: str) -> Any:
    """The import, for those who may see it. Raises PermissionError for others."""
    doc = frappe.get_doc("Data Import", name)
    doc.check_permission("read")
    return doc


@frappe.whitelist()
@frappe.read_only()
@slow(lambda _arguments: True)
def get_preview_from_template(
    data_import: str, import_file: str | None = None, google_sheets_url: str | None = None
) -> Any:
    return readable(data_import).get_preview_from_template(import_file, google_sheets_url)


@frappe.whitelist(methods=["POST", "PUT"])
def form_start_import(data_import: str) -> bool:
    return bool(frappe.get_doc("Data Import", data_import).start_import())


def start_import(data_import: str) -> None:
    """The background job. What can be tried again by the queue leaves the record as it is."""
    doc = frappe.get_doc("Data Import", data_import)
    language = frappe.local.lang
    frappe.local.lang = get_user_lang()  # headings and choices are read as that person writes them
    try:
        Importer(doc.reference_doctype, data_import=doc).import_data()
    except (DatabaseUnavailable, QueryDeadlockError, ImportTaken):
        raise
    except JobTimeoutError:
        _end(doc, "Timed Out")
    except Exception:
        # the edge of the job: the reason goes into the error log, the state to the person
        _end(doc, "Error")
    finally:
        frappe.local.lang = language
    told = {"data_import": doc.name}
    frappe.publish_realtime("data_import_refresh", told, user=frappe.session.user)


def _end(doc: Any, status: str) -> None:
    """In an except block."""
    trace = frappe.get_traceback()
    frappe.db.rollback()
    frappe.log_error("Data import failed", trace, doc.doctype, doc.name)
    frappe.db.set_value("Data Import", doc.name, "status", status)
    frappe.db.commit()


@frappe.whitelist()
@frappe.read_only()
@slow(lambda arguments: arguments.get("export_records") != "blank_template")
def download_template(
    doctype: str,
    export_fields: Any = None,
    export_records: str | None = None,
    export_filters: Any = None,
    file_type: str = "CSV",
) -> None:
    """A file to fill in, or records to change: `export_records` is all, by_filter, 5_records or blank_template."""
    if not (frappe.has_permission(doctype, "read") or frappe.has_permission(doctype, "create")):
        raise frappe.PermissionError(_("{0}: your roles do not let you read it").format(_(doctype)))
    fields = parse_json(export_fields, "export_fields") if export_fields else None
    filters = parse_filters(export_filters, "export_filters")
    if file_type not in ("CSV", "Excel"):
        frappe.throw(_("Unknown file format {0}: use CSV or Excel").format(file_type))
    Exporter(
        doctype,
        export_fields=fields,
        export_data=export_records != "blank_template",
        export_filters=filters if export_records in ("by_filter", None) else None,
        file_type=file_type,
        export_page_length=5 if export_records == "5_records" else None,
    ).build_response()


@frappe.whitelist()
@frappe.read_only()
@slow(lambda _arguments: True)
def download_errored_template(data_import_name: str) -> None:
    readable(data_import_name).export_errored_rows()


@frappe.whitelist()
@frappe.read_only()
@slow(lambda _arguments: True)
def download_import_log(data_import_name: str) -> None:
    readable(data_import_name).download_import_log()


@frappe.whitelist()
@frappe.read_only()
def get_import_status(data_import_name: str) -> dict[str, Any]:
    """{status, success, failed, total_records}; counts only where there are some."""
    doc = readable(data_import_name)
    found: dict[str, Any] = {"status": doc.status}
    for key, value in (("success", 1), ("failed", 0)):
        filters = {"data_import": doc.name, "success": value}
        if count := frappe.db.count("Data Import Log", filters):
            found[key] = count
    found["total_records"] = doc.payload_count
    return found


@frappe.whitelist()
@frappe.read_only()
def get_import_logs(data_import: str) -> list[Any]:
    """The first 5000 log rows; traces in full for System Managers, their last line for others."""
    doc = readable(data_import)
    logs = frappe.get_all(
        "Data Import Log",
        fields=["success", "docname", "messages", "exception", "row_indexes"],
        filters={"data_import": doc.name},
        limit_page_length=5000,
        order_by="log_index",
    )
    for log in logs:
        log.exception = shown_trace(log.exception)
    return list(logs)


def import_file(
    doctype: str,
    file_path: str,
    import_type: str,
    submit_after_import: bool = False,
    console: bool = False,
    mute_emails: bool = True,
) -> Any:
    """Import a file of the disk, for commands; `import_type` is Insert or Update."""
    doc = frappe.new_doc("Data Import")
    doc.submit_after_import, doc.mute_emails = int(submit_after_import), int(mute_emails)
    doc.import_type = IMPORT_TYPES[import_type.lower()]
    importer = Importer(doctype=doctype, file_path=file_path, data_import=doc, console=console)
    return importer.import_data()


def export_csv(doctype: str, path: str) -> None:
    """Every permitted record of a DocType with its rows, as a template for changes."""
    from frappe.core.doctype.data_export.exporter import export_data

    export_data(doctype=doctype, all_doctypes=True, template=True, with_data=True)
    with open(path, "wb") as target:
        target.write(frappe.response["result"].encode("utf-8"))
