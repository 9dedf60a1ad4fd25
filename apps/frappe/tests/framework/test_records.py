"""Comments, deleted documents, reports, translations, letter heads, settings: their own small
rules.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import frappe
import pytest
from frappe import exceptions
from frappe.core.doctype.comment.comment import extract_mentions
from frappe.core.doctype.deleted_document.deleted_document import restore

pytestmark = pytest.mark.usefixtures("ctx")


@pytest.fixture
def record(make_doctype: Callable[..., str]) -> Any:
    return frappe.get_doc({"doctype": make_doctype("Fw Noted"), "title": "x"}).insert()


def noted(record: Any) -> list[dict[str, Any]]:
    text = frappe.db.get_value(record.doctype, record.name, "_comments")
    return list(json.loads(text)) if text else []


def test_comment_is_cleaned_and_kept_on_its_record(record: Any) -> None:
    """The list shows comments without reading them; `modified` does not move."""
    before = frappe.db.get_value(record.doctype, record.name, "modified")
    comment = record.add_comment("Comment", "<p>hello <b>x</b></p><script>alert(1)</script>")

    assert "<script" not in comment.content
    assert noted(record)[0]["name"] == comment.name
    assert frappe.db.get_value(record.doctype, record.name, "modified") == before


def test_long_comment_is_shortened_on_its_record(record: Any) -> None:
    """A list cell has room for a hundred characters."""
    record.add_comment("Comment", "z" * 300)

    assert noted(record)[0]["comment"] == "z" * 97 + "..."


def test_other_entries_stay_off_the_record(record: Any) -> None:
    """Only comments of people are counted."""
    record.add_comment("Info", "note")

    assert noted(record) == []


def test_deleted_comment_leaves_its_record(record: Any) -> None:
    """The count follows."""
    comment = record.add_comment("Comment", "x")
    frappe.delete_doc("Comment", comment.name)

    assert noted(record) == []


def test_unknown_comment_type_is_refused(record: Any) -> None:
    """A timeline knows its kinds of entry."""
    with pytest.raises(exceptions.ValidationError, match="Nope"):
        record.add_comment("Nope", "x")


def test_mentions_are_found_in_both_attribute_orders() -> None:
    """The desk marks people in the text; groups stand for their members."""
    text = '<span class="mention" data-id="a@x.vn" data-value="A">@A</span> <b data-id="no">b</b>'

    assert extract_mentions(text * 2) == ["a@x.vn"]


def test_deleted_record_comes_back_once(record: Any) -> None:
    """Restoring gives the old values under the old name."""
    frappe.delete_doc(record.doctype, record.name)
    kept = frappe.get_all("Deleted Document", filters={"deleted_name": record.name}, pluck="name")[
        0
    ]

    assert restore(kept) == record.name
    assert frappe.db.get_value(record.doctype, record.name, "title") == "x"
    with pytest.raises(exceptions.DocumentAlreadyRestored):
        restore(kept)


def report(name: str = "Fw Report", **more: Any) -> Any:
    row = {"doctype": "Report", "report_name": name, "ref_doctype": "ToDo", "is_standard": "No"}
    return frappe.get_doc({**row, "report_type": "Report Builder", **more}).insert()


def test_report_of_the_site_is_for_the_roles_of_its_doctype() -> None:
    """Who may read the records may see the list of them."""
    doc = report()

    roles = {row.role for row in frappe.get_meta("ToDo").permissions if not row.permlevel}
    assert {row.role for row in doc.roles} == roles
    assert (doc.json, doc.is_permitted()) == ("{}", True)


def test_report_is_closed_to_other_roles(make_user: Callable[..., str], make_role: Any) -> None:
    """A role of the report is needed."""
    doc = report(roles=[{"role": make_role("Fw Auditor")}])
    frappe.set_user(make_user("Fw Clerk"))

    assert not frappe.get_doc("Report", doc.name).is_permitted()


def test_query_report_needs_script_manager(make_user: Callable[..., str], ctx: Any) -> None:
    """SQL sees every record, so not every administrator may write it."""
    ctx.flags.in_test = False
    frappe.set_user(make_user("System Manager"))

    with pytest.raises(exceptions.PermissionError):
        report(report_type="Query Report", query="select 1")


def test_shipped_report_is_changed_by_nobody_else(make_user: Callable[..., str]) -> None:
    """A report of an app is copied, not edited."""
    frappe.set_user(make_user("System Manager"))

    with pytest.raises(exceptions.ValidationError, match="another name"):
        report(is_standard="Yes", module="Core")


def test_shipped_report_is_not_deleted() -> None:
    """It would come back with the next migration."""
    doc = report(is_standard="Yes", module="Core")

    with pytest.raises(exceptions.ValidationError, match="cannot be deleted"):
        frappe.delete_doc("Report", doc.name)


def test_translation_of_the_site_wins() -> None:
    """A text is shown in the site's own words at once."""
    row = {
        "doctype": "Translation",
        "language": "vi",
        "source_text": "Fw Text",
        "translated_text": "Chữ",
    }
    frappe.get_doc(row).insert()

    assert frappe._("Fw Text", "vi") == "Chữ"


@pytest.mark.parametrize(
    ("field", "value"),
    [("session_expiry", "a week"), ("time_zone", "Mars/North"), ("language", "xx")],
)
def test_impossible_setting_is_refused(field: str, value: str) -> None:
    """A wrong setting would lock everybody out or break every date."""
    settings = frappe.get_doc("System Settings")
    settings.set(field, value)

    with pytest.raises(exceptions.ValidationError):
        settings.save()


def test_one_letter_head_is_the_default() -> None:
    """A new default takes over."""
    for name in ("Fw One", "Fw Two"):
        row = {"doctype": "Letter Head", "letter_head_name": name, "is_default": 1, "content": name}
        frappe.get_doc(row).insert()

    assert frappe.get_all("Letter Head", filters={"is_default": 1}, pluck="name") == ["Fw Two"]


def test_letter_head_of_an_image_is_html() -> None:
    """The image is drawn with its size and side."""
    row = {
        "doctype": "Letter Head",
        "letter_head_name": "Fw",
        "source": "Image",
        "image": "/files/a.png",
    }
    doc = frappe.get_doc({**row, "image_height": 40, "align": "Center"}).insert()

    assert 'src="/files/a.png"' in doc.content
    assert "height: 40px" in doc.content


@pytest.mark.parametrize("code", ["", "Vietnamese language", "v"])
def test_language_code_has_a_shape(code: str) -> None:
    """Translation files are named by it."""
    with pytest.raises(exceptions.ValidationError):
        frappe.get_doc(
            {"doctype": "Language", "language_code": code, "language_name": "x"}
        ).insert()


def test_language_of_the_site_stays() -> None:
    """Everybody would lose the words."""
    with pytest.raises(exceptions.ValidationError, match="language of the site"):
        frappe.delete_doc("Language", "vi", force=True)


def test_smallest_coin_is_no_debt() -> None:
    """A currency's smallest coin has no negative value; a positive one is kept."""
    values = {"doctype": "Currency", "currency_name": "Coin Test", "enabled": 1}
    with pytest.raises(frappe.NonNegativeError):
        frappe.get_doc({**values, "smallest_currency_fraction_value": -0.01}).insert()
    kept = frappe.get_doc({**values, "smallest_currency_fraction_value": 0.05}).insert()
    assert frappe.db.get_value("Currency", kept.name, "smallest_currency_fraction_value") == 0.05


def test_naming_rule_asks_for_existing_fields() -> None:
    """A condition on nothing would never hold."""
    row = {
        "doctype": "Document Naming Rule",
        "document_type": "ToDo",
        "prefix": "T-",
        "prefix_digits": 3,
    }
    rows = [{"field": "zz", "condition": "=", "value": "1"}]

    with pytest.raises(exceptions.ValidationError, match="zz"):
        frappe.get_doc({**row, "conditions": rows}).insert()


def test_shipped_module_is_not_deleted() -> None:
    """A module goes with its app."""
    with pytest.raises(exceptions.ValidationError, match="belongs to an app"):
        frappe.delete_doc("Module Def", "Core", force=True)


def test_logs_are_kept_for_the_days_of_the_settings() -> None:
    """Old errors go, new ones stay; what is no log cannot be cleared."""
    from frappe.core.doctype.log_settings.log_settings import run_log_clean_up

    old, new = (
        frappe.get_doc({"doctype": "Error Log", "method": "m"}).insert() for _each in range(2)
    )
    frappe.db.set_value(
        "Error Log", old.name, "creation", "2020-01-01 00:00:00", update_modified=False
    )
    settings = frappe.get_doc("Log Settings")
    settings.append("logs_to_clear", {"ref_doctype": "User", "days": 1})
    settings.save()
    run_log_clean_up()

    assert frappe.get_all("Error Log", pluck="name") == [new.name]
    assert frappe.db.exists("User", "Administrator")
