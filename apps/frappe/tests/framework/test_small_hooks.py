"""Hooks that change one thing: caches that stay, caches of apps, the foot of every mail, sounds of the desk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import frappe
import frappe.email
import pytest
from frappe.apps import get_apps
from frappe.boot import get_bootinfo
from frappe.desk.page.leaderboard.leaderboard import get_leaderboard_config
from frappe.desk.page.setup_wizard.setup_wizard import setup_complete
from frappe.email.email_body import build
from frappe.tests.utils import patch_hooks
from frappe.utils.global_search import _order, _rows
from frappe.website.page_renderers import web_form
from ristretto.web.shell import _icons

CLEARED: list[str] = []


def forget() -> None:
    CLEARED.append("asked")


def test_some_keys_outlive_a_clearing(ctx: Any) -> None:
    """Keys that an app names stay when all caches are cleared, others go."""
    frappe.cache.set_value("kept_counter", 1)
    frappe.cache.set_value("other", 1)
    with patch_hooks({"persistent_cache_keys": ["kept_"]}):
        frappe.clear_cache()

    assert frappe.cache.get_value("kept_counter") == 1
    assert frappe.cache.get_value("other") is None
    frappe.clear_cache()
    assert frappe.cache.get_value("kept_counter") is None


def test_apps_clear_their_own(ctx: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The hook clear_cache is called once for a clearing of everything, not for one DocType."""
    CLEARED.clear()
    with patch_hooks({"clear_cache": [f"{__name__}.forget"]}):
        monkeypatch.setattr("ristretto.context.dotted.get_attr", lambda path: forget)
        frappe.clear_cache(doctype="User")
        frappe.clear_cache()

    assert CLEARED == ["asked"]


def test_the_foot_of_a_mail(ctx: Any) -> None:
    """What apps add stands below every mail, as text and as HTML, unless the site turned it off."""
    with patch_hooks({"default_mail_footer": ["Sent by {{ 'the system' }}"]}):
        mail = build("s", "<p>body</p>", "a@example.com")
        frappe.db.set_default("disable_standard_email_footer", 1)
        bare = build("s", "<p>body</p>", "a@example.com")

    assert [part.get_content().count("Sent by the system") for part in mail.iter_parts()] == [1, 1]
    assert "Sent by" not in bare.as_string()


def test_sounds_reach_the_desk(ctx: Any) -> None:
    """They are part of what the desk starts with."""
    with patch_hooks({"sounds": [{"name": "bell", "src": "/assets/bell.mp3"}]}):
        assert get_bootinfo().sounds == [{"name": "bell", "src": "/assets/bell.mp3"}]


def ranking() -> dict[str, Any]:
    return {"ToDo": {"fields": ["allocated_to"]}}


def closed() -> bool:
    return False


@pytest.fixture
def by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """Dotted paths of this module stand for its functions."""
    functions = {f"{__name__}.{each.__name__}": each for each in (ranking, closed, stage, finished)}
    monkeypatch.setattr(frappe, "get_attr", lambda path: functions[path])


def test_rankings_of_apps(ctx: Any, by_name: None) -> None:
    """What the functions of apps say is one table."""
    with patch_hooks({"leaderboards": [f"{__name__}.ranking"]}):
        assert get_leaderboard_config() == ranking()


def test_apps_to_open(ctx: Any, by_name: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Apps that offer a page, without those that are closed to the person."""
    monkeypatch.setattr(frappe, "get_installed_apps", lambda: ["frappe", "one"])
    shown = {"title": "One", "route": "/app/one"}
    hidden = {"title": "Two", "route": "/two", "has_permission": f"{__name__}.closed"}
    with patch_hooks({"add_to_apps_screen": [shown, hidden]}):
        assert [(app["title"], app["route"]) for app in get_apps()] == [("One", "/app/one")]


def test_what_is_found_first(ctx: Any) -> None:
    """DocTypes named by an app come before others in the search over everything."""
    monkey = [("Note", "a"), ("ToDo", "b")]
    for doctype, name in monkey:
        frappe.db.sql(
            "insert into `__global_search` (doctype, name, content) values (%s, %s, 'wanted word')",
            (doctype, name),
        )
    wanted = {"Default": [{"doctype": "ToDo", "index": 0}, {"doctype": "Note", "index": 1}]}
    with patch_hooks({"global_search_doctypes": wanted}):
        assert list(_order()) == ["ToDo", "Note"]
        assert [row.doctype for row in _rows("wanted word", "")] == ["ToDo", "Note"]


STEPS: list[str] = []


def stage(args: Any) -> list[dict[str, Any]]:
    task = {"fn": lambda given: STEPS.append(str(given)), "args": args.company}
    return [{"status": "x", "fail_msg": "Failed", "tasks": [task]}]


def finished(args: Any) -> None:
    STEPS.append("done")


def test_first_settings(ctx: Any, by_name: None) -> None:
    """Stages, then the hook of the end; a second call does nothing."""
    STEPS.clear()
    frappe.db.set_single_value("System Settings", "setup_complete", 0)
    frappe.clear_cache()
    hooks = {
        "setup_wizard_stages": [f"{__name__}.stage"],
        "setup_wizard_complete": [f"{__name__}.finished"],
    }
    with patch_hooks(hooks):
        assert setup_complete({"company": "Agency", "time_zone": "Asia/Bangkok"}) == {
            "status": "ok"
        }
        setup_complete({"company": "Again"})

    assert STEPS == ["Agency", "done"]
    assert frappe.db.get_single_value("System Settings", "time_zone") == "Asia/Bangkok"
    frappe.flags.in_test = False
    frappe.set_user("Guest")
    with pytest.raises(frappe.PermissionError):
        setup_complete({})


def test_sprites_of_apps(ctx: Any) -> None:
    """Pictures of an app stand in the page; a path that leads elsewhere is left out."""
    places = ["/assets/frappe/../hooks.py", "/assets/nobody/icons.svg"]
    with patch_hooks({"app_include_icons": places}):
        assert _icons(ctx) == ""


def test_forms_to_link_a_mail_to(ctx: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Few letters: what stands around the named forms; more: every form that the caller may read."""
    around = {"transactions": [{"items": ["ToDo", "Note"]}, {"items": ["ToDo"]}]}
    monkeypatch.setattr(frappe.email, "get_dashboard_data", lambda meta: around)
    ask = frappe.email.get_communication_doctype
    with patch_hooks({"communication_doctypes": ["Contact"]}):
        assert ask("DocType", "", "name", 0, 20, None) == [["ToDo"], ["Note"]]
        assert ask("DocType", "t", "name", 0, 20, None) == [["ToDo"], ["Note"]]
    assert ["Web Page"] not in ask("DocType", "letter", "name", 0, 20, None)
    assert ["Letter Head"] in ask("DocType", "letter", "name", 0, 20, None)


def test_code_that_apps_add_to_web_forms(
    ctx: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """It stands before the form's own, scripts and styles each in their file."""
    added = tmp_path / "added.js"
    added.write_text("let first = 1", encoding="utf-8")
    monkeypatch.setattr(
        web_form,
        "hooked_files",
        lambda hook, doctype: [added] if hook == "webform_include_js" else [],
    )
    form = frappe._dict(doc_type="ToDo", client_script="first += 1", custom_css="p {}")

    assert web_form._code(form, "client_script") == "let first = 1\nfirst += 1"
    assert web_form._code(form, "custom_css") == "p {}"
