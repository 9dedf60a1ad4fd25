"""Installing, migrating and removing an app: the order of steps, and that a second time changes nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import frappe
import pytest
from database_choice import all_rows
from ristretto.context import Context, Site
from ristretto.errors import MandatoryError, ValidationError
from ristretto.site import patches
from ristretto.site.fixtures import export_fixtures
from ristretto.site.install import install_app, uninstall_app
from ristretto.site.migrate import migrate

MakeApp = Callable[..., Any]
CUSTOM: dict[str, Any] = {
    "doctype": "ToDo",
    "sync_on_migrate": 0,
    "custom_perms": [],
    "custom_fields": [
        {
            "doctype": "Custom Field",
            "name": "ToDo-agency_code",
            "dt": "ToDo",
            "fieldname": "agency_code",
            "fieldtype": "Data",
            "label": "Agency",
            "insert_after": "description",
        }
    ],
    "property_setters": [
        {
            "doctype": "Property Setter",
            "name": "ToDo-priority-hidden",
            "doctype_or_field": "DocField",
            "doc_type": "ToDo",
            "field_name": "priority",
            "property": "hidden",
            "property_type": "Check",
            "value": "1",
        }
    ],
}


def rows(site: Site) -> dict[str, list[Any]]:
    """Everything in the database but the stamp that tells processes to forget."""
    return {name: found for name, found in all_rows(site).items() if name != "ristretto_stamp"}


def test_steps_come_in_the_contract_order(fresh_ctx: Context, make_app: MakeApp) -> None:
    """Letters show what existed: m Module Def, d DocType, i installed, f fixture."""
    app = make_app()

    install_app(app.name)

    assert app.seen == [
        ("before_install", ""),
        ("after_install", "mdi"),
        ("after_app_install", "mdi"),
        ("after_sync", "mdif"),
    ]
    assert patches.pending() == []
    assert frappe.db.exists("Role", "Probe Clerk")


def test_required_apps_come_first(fresh_ctx: Context, make_app: MakeApp) -> None:
    """Installing the outer app installs the inner one before it."""
    make_app("probe_inner")
    outer = make_app("probe_outer", required=("some-org/probe_inner",))

    install_app(outer.name)

    assert fresh_ctx.site.installed_apps == ["frappe", "probe_inner", "probe_outer"]


def test_before_install_may_refuse(fresh_ctx: Context, make_app: MakeApp) -> None:
    """Exactly False aborts before anything is written."""
    app = make_app()
    events = app.package / "events.py"
    events.write_text(events.read_text().replace("ANSWER = None", "ANSWER = False"))

    assert install_app(app.name) is False

    assert fresh_ctx.site.installed_apps == ["frappe"]
    assert not frappe.db.exists("Module Def", "Probe Module")


def test_migrate_twice_changes_nothing(fresh_ctx: Context, make_app: MakeApp) -> None:
    """The second migration leaves every row of every table as it is, fixtures' dates aside."""
    app = make_app()
    (app.package / "fixtures" / "probe_item.json").unlink()
    install_app(app.name)
    migrate()
    before = rows(fresh_ctx.site)

    migrate()

    after = rows(fresh_ctx.site)
    changed = sorted(name for name in before if before[name] != after[name])
    assert changed == []


def test_migrate_brings_a_changed_doctype(fresh_ctx: Context, make_app: MakeApp) -> None:
    """A new field becomes a column; a field that is gone keeps its column and its data."""
    app = make_app()
    install_app(app.name)
    frappe.get_doc({"doctype": "Probe Item", "code": "a", "title": "kept"}).insert()
    fields = [{"fieldname": "code", "fieldtype": "Data"}, {"fieldname": "due", "fieldtype": "Date"}]
    app.set_doctype(fields=fields)

    migrate()

    assert not frappe.get_meta("Probe Item").has_field("title")
    assert fresh_ctx.db.execute("SELECT title, due FROM `tabProbe Item` WHERE name = 'a'") == [
        ("kept", None)
    ]


def test_a_failing_patch_stops_the_migration(fresh_ctx: Context, make_app: MakeApp) -> None:
    """What came before stays, the patch is tried again next time."""
    app = make_app()
    install_app(app.name)
    path = app.package / "patches.txt"
    path.write_text(path.read_text() + f"{app.name}.patches.first #again\n")

    with pytest.raises(RuntimeError, match="ran"):
        migrate()

    assert [patch.line for patch in patches.pending()] == [f"{app.name}.patches.first #again"]
    assert not fresh_ctx.flags.in_migrate


def test_skip_failing_logs_the_trace(fresh_ctx: Context, make_app: MakeApp) -> None:
    """With --skip-failing the migration goes on and the log row is marked skipped."""
    app = make_app()
    install_app(app.name)
    path = app.package / "patches.txt"
    path.write_text(path.read_text() + f"{app.name}.patches.first #again\n")

    migrate(skip_failing=True)

    logged = frappe.get_all("Patch Log", filters={"skipped": 1}, fields=["patch", "traceback"])
    assert [row.patch for row in logged] == [f"{app.name}.patches.first #again"]
    assert "RuntimeError" in logged[0].traceback


def test_fixtures_keep_validation_on(fresh_ctx: Context, make_app: MakeApp) -> None:
    """A fixture without a mandatory value is refused, as a person's input would be."""
    app = make_app()
    fixture = [{"doctype": "Probe Item", "name": "fix-2", "title": "no code"}]
    (app.package / "fixtures" / "probe_item.json").write_text(json.dumps(fixture))

    with pytest.raises((MandatoryError, ValidationError)):
        install_app(app.name)


def test_fixtures_come_out_as_they_went_in(fresh_ctx: Context, make_app: MakeApp) -> None:
    """Export drops what belongs to the site, sorts keys, and imports again to the same."""
    app = make_app()
    install_app(app.name)

    (path,) = export_fixtures(app.name)

    first = path.read_text()
    assert list(json.loads(first)[0]) == sorted(json.loads(first)[0])
    assert {"owner", "creation", "modified_by", "idx"}.isdisjoint(json.loads(first)[0])
    assert first.startswith('[\n {\n  "amount": ')
    migrate()
    export_fixtures(app.name)
    assert json.loads(path.read_text())[0]["title"] == "one"


def test_customisations_of_other_apps(fresh_ctx: Context, make_app: MakeApp) -> None:
    """custom/*.json adds fields and properties at install; migrate reads only files that ask for it."""
    app = make_app()
    custom = app.package / "probe_module" / "custom" / "todo.json"
    custom.parent.mkdir()
    custom.write_text(json.dumps(CUSTOM))

    install_app(app.name)

    meta = frappe.get_meta("ToDo")
    assert meta.get_field("agency_code").label == "Agency"
    assert meta.get_field("priority").hidden == 1
    frappe.get_doc({"doctype": "ToDo", "description": "x", "agency_code": "H49"}).insert()
    custom.write_text(custom.read_text().replace('"Agency"', '"Office"'))
    migrate()
    assert frappe.get_meta("ToDo").get_field("agency_code").label == "Agency"
    custom.write_text(custom.read_text().replace('"sync_on_migrate": 0', '"sync_on_migrate": 1'))
    migrate()
    assert frappe.get_meta("ToDo").get_field("agency_code").label == "Office"


def test_uninstall_takes_everything_along(fresh_ctx: Context, make_app: MakeApp) -> None:
    """DocTypes, tables and modules of the app are gone; the framework's stay."""
    app = make_app()
    install_app(app.name)

    assert uninstall_app(app.name)

    assert fresh_ctx.site.installed_apps == ["frappe"]
    assert not frappe.db.exists("DocType", "Probe Item")
    assert "tabProbe Item" not in frappe.db.get_tables()
    assert [name for name, _state in app.seen[-2:]] == ["before_uninstall", "after_uninstall"]


def test_dry_run_removes_nothing(fresh_ctx: Context, make_app: MakeApp) -> None:
    """--dry-run only tells."""
    app = make_app()
    install_app(app.name)

    uninstall_app(app.name, dry_run=True)

    assert frappe.db.exists("DocType", "Probe Item")
    assert app.name in fresh_ctx.site.installed_apps


def test_a_required_app_stays(fresh_ctx: Context, make_app: MakeApp) -> None:
    """An app that another one needs cannot be removed first; neither can the framework."""
    make_app("probe_inner")
    make_app("probe_outer", required=("probe_inner",))
    install_app("probe_outer")

    assert uninstall_app("probe_inner") is False
    with pytest.raises(ValidationError, match="cannot be uninstalled"):
        uninstall_app("frappe")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"fields": [{"fieldname": "a", "fieldtype": "Magic"}]},
            "field 1: fieldtype 'Magic' does not exist",
        ),
        (
            {"fields": [{"fieldname": "a", "fieldtype": "Data"}] * 2},
            "field 2: fieldname 'a' occurs twice",
        ),
        ({"fields": [{"fieldtype": "Data"}]}, "field 1: a fieldname is missing"),
        ({"module": ""}, "needs a 'module'"),
    ],
)
def test_broken_definitions_are_named(
    fresh_ctx: Context, make_app: MakeApp, change: dict[str, Any], message: str
) -> None:
    """The file, the field and what is wrong with it; the site stays as it was."""
    app = make_app()
    app.set_doctype(**change)

    with pytest.raises(ValidationError, match=message) as refused:
        install_app(app.name)
    fresh_ctx.db.rollback()

    assert "probe_item.json" in str(refused.value)
    assert fresh_ctx.site.installed_apps == ["frappe"]


def test_broken_json_is_named(fresh_ctx: Context, make_app: MakeApp) -> None:
    """Half a file: path, line and column."""
    app = make_app()
    app.doctype_path.write_text('{"doctype": "DocType",\n "name": ')

    with pytest.raises(ValidationError, match=r"probe_item\.json: line 2, column \d+"):
        install_app(app.name)
