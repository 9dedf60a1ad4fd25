"""What the desk calls by POST is a reader that says so, or a writer that stands here.

Undeclared, a reader takes the write lock, and is refused to somebody who looks at the system as another person.
"""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest
from iso_qms import hooks as app
from ristretto.web.whitelist import Endpoint, endpoint_of

ROOT = Path(__file__).parents[2]
SOURCES = (ROOT / "desk" / "src", ROOT / "apps" / "iso_qms" / "iso_qms" / "public" / "js")
NAMED = re.compile(r"""['"`]((?:frappe|iso_qms)(?:\.\w+)+)['"`]""")
BASE = re.compile(r"""const (\w+) = ['"]((?:frappe|iso_qms)(?:\.\w+)+)['"]""")
JOINED = re.compile(r"\$\{(\w+)\}\.(\w+)")
# Every one of these changes something.
WRITERS = {
    "frappe.automation.doctype.auto_repeat.auto_repeat.make_auto_repeat",
    "frappe.automation.doctype.reminder.reminder.create_new_reminder",
    "frappe.client.delete",
    "frappe.client.insert",
    "frappe.client.set_value",
    "frappe.core.doctype.communication.email.make",
    "frappe.core.doctype.data_import.data_import.form_start_import",
    "frappe.core.doctype.prepared_report.prepared_report.make_prepared_report",
    "frappe.core.doctype.rq_job.rq_job.remove_failed_jobs",
    "frappe.core.doctype.scheduled_job_type.scheduled_job_type.execute_event",
    "frappe.core.doctype.user.user.impersonate",
    "frappe.core.doctype.user.user.reset_password",
    "frappe.core.doctype.user.user.stop_impersonating",
    "frappe.core.doctype.user.user.update_password",
    "frappe.core.doctype.user_permission.user_permission.add_user_permissions",
    "frappe.core.page.permission_manager.permission_manager.add",
    "frappe.core.page.permission_manager.permission_manager.remove",
    "frappe.core.page.permission_manager.permission_manager.reset",
    "frappe.core.page.permission_manager.permission_manager.update",
    "frappe.custom.archive.apply",
    "frappe.custom.doctype.customize_form.differences.undo_difference",
    "frappe.desk.desktop.save_new_widget",
    "frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs",
    "frappe.desk.doctype.dashboard_chart.dashboard_chart.add_chart_to_dashboard",
    "frappe.desk.doctype.notification_log.notification_log.mark_all_as_read",
    "frappe.desk.doctype.notification_log.notification_log.mark_as_read",
    "frappe.desk.doctype.tag.tag.add_tag",
    "frappe.desk.doctype.tag.tag.remove_tag",
    "frappe.desk.doctype.workspace.workspace.delete_page",
    "frappe.desk.doctype.workspace.workspace.new_page",
    "frappe.desk.form.assign_to.add",
    "frappe.desk.form.assign_to.remove",
    "frappe.desk.form.save.cancel",
    "frappe.desk.form.save.savedocs",
    "frappe.desk.form.utils.add_comment",
    "frappe.desk.form.utils.remove_attach",
    "frappe.desk.like.toggle_like",
    "frappe.desk.reportview.delete_items",
    "frappe.desk.reportview.delete_report",
    "frappe.desk.reportview.save_report",
    "frappe.model.rename_doc.update_document_title",
    "frappe.model.utils.user_settings.save",
    "frappe.model.workflow.apply_workflow",
    "frappe.model.workflow.bulk_workflow_approval",
    "frappe.printing.doctype.print_format.print_format.copy_format",
    "frappe.share.add",
    "frappe.share.set_permission",
    "frappe.utils.scheduler.activate_scheduler",
    "frappe.workflow.doctype.workflow.workflow.move_records",
}


def named_in(text: str) -> set[str]:
    """Dotted names that a file of the desk writes out, or joins from a constant and a word."""
    bases = dict(BASE.findall(text))
    joined = {f"{bases[base]}.{word}" for base, word in JOINED.findall(text) if base in bases}
    return {*NAMED.findall(text), *joined}


def endpoint(name: str) -> Endpoint | None:
    """Of the function that answers; None for what is none over HTTP: modules, jobs, names of scripts."""
    module, _dot, attribute = app.override_whitelisted_methods.get(name, name).rpartition(".")
    try:
        function = getattr(import_module(module), attribute, None)
    except ImportError:
        return None
    return endpoint_of(function) if callable(function) else None


@pytest.fixture(scope="module")
def called() -> dict[str, Endpoint]:
    """What the desk and the app's own scripts call."""
    files = [path for folder in SOURCES for path in folder.rglob("*")]
    texts = [
        path.read_text("utf-8")
        for path in files
        if path.suffix in (".ts", ".vue", ".js") and ".test." not in path.name
    ]
    names = set().union(*map(named_in, texts))
    return {name: found for name in names if (found := endpoint(name))}


def test_readers_say_so(called: dict[str, Endpoint]) -> None:
    """A new call of the desk is declared with frappe.read_only, or named among the writers above."""
    assert len(called) > 80
    assert sorted({name for name, found in called.items() if found.mode != "read"} - WRITERS) == []


def test_the_list_is_of_writers_that_are_called(called: dict[str, Endpoint]) -> None:
    """A name that the desk no longer calls, or that became a reader, goes."""
    assert (
        sorted(name for name in WRITERS if name not in called or called[name].mode == "read") == []
    )


def test_joined_names_are_found() -> None:
    """A name in two parts counts as one."""
    text = "const MODULE = 'frappe.custom.archive'\nxcall(`${MODULE}.apply`, {})"
    assert "frappe.custom.archive.apply" in named_in(text)
