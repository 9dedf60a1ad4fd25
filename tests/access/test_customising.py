"""Forms belong to the province: no person of an agency, its administrator included, changes or exports one."""

from __future__ import annotations

import json
from typing import Any

import frappe
import pytest
from access_world import World, in_site

FORM = "ISO Procedure"
DIFFERENCES = "frappe.custom.doctype.customize_form.differences"
ARCHIVE = "frappe.custom.archive"
METHODS: dict[str, dict[str, Any]] = {
    f"{DIFFERENCES}.get_differences": {"doctype": FORM},
    f"{DIFFERENCES}.undo_difference": {"record_doctype": "Property Setter", "name": "x"},
    f"{ARCHIVE}.get_contents": {},
    f"{ARCHIVE}.download": {"app_name": "abc", "title": "a", "version": "1.0.0", "chosen": {}},
    f"{ARCHIVE}.look_into": {"file": "x"},
    f"{ARCHIVE}.apply": {"file": "x"},
    "frappe.core.doctype.doctype.uses.get_uses": {"doctype": FORM},
    "frappe.modules.utils.export_customizations": {"module": "Core", "doctype": FORM},
    "frappe.desk.doctype.list_view_settings.list_view_settings.save_listview_settings": {
        "doctype": FORM,
        "listview_settings": {"total_fields": "4"},
        "removed_listview_fields": [],
    },
    "frappe.custom.doctype.custom_field.custom_field.get_fields_label": {"doctype": FORM},
}
DOC_METHODS = {
    "Customize Form": ("fetch_to_customize", "save_customization", "reset_to_defaults"),
    "Document Naming Settings": ("update_series", "update_series_start", "get_current"),
}
RECORDS: dict[str, dict[str, Any]] = {
    "Custom Field": {"dt": FORM, "label": "Mine", "fieldtype": "Data"},
    "Property Setter": {"doc_type": FORM, "property": "hidden", "value": "1"},
    "DocType": {"name": "Mine", "module": "Custom", "custom": 1, "fields": []},
    "Translation": {"source_text": FORM, "translated_text": "Mine", "language": "vi"},
    "Module Def": {"module_name": "Mine", "custom": 1, "app_name": "frappe"},
    "Document Naming Rule": {"document_type": FORM, "prefix": "MINE-"},
    "List View Settings": {"name": FORM, "total_fields": "4"},
    "Package": {"name": "Mine", "package_name": "mine"},
    "Package Import": {"activate": 1},
}


@pytest.fixture(scope="module")
def customised_before(world: World) -> dict[str, int]:
    return counted(world)


def counted(world: World) -> dict[str, int]:
    with in_site(world.site):
        return {doctype: frappe.db.count(doctype) for doctype in RECORDS}


def test_nobody_of_an_agency_is_let_in(world: World, customised_before: dict[str, int]) -> None:
    """Every method and every insert is refused to every person of the province, and nothing was made."""
    for person in world.people.values():
        for method, values in METHODS.items():
            answer = world.call(person, "POST", f"/api/method/{method}", json=values)
            assert answer.status_code in (401, 403), (person.key, method, answer.text)
        for doctype, names in DOC_METHODS.items():
            doc = {"doctype": doctype, "name": doctype, "doc_type": FORM, "prefix": "x"}
            for name in names:
                body = {"docs": json.dumps(doc), "method": name}
                answer = world.call(person, "POST", "/api/method/run_doc_method", json=body)
                assert answer.status_code in (401, 403), (person.key, name, answer.text)
        for doctype, values in RECORDS.items():
            path = f"/api/resource/{doctype.replace(' ', '%20')}"
            answer = world.call(person, "POST", path, json=values)
            assert answer.status_code in (401, 403), (person.key, doctype, answer.text)
    assert counted(world) == customised_before
