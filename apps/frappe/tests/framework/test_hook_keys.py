"""Hooks of an installed app, on a real site: who is called, with what, and what it changes (contract 1.3)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import frappe
import pytest
from frappe.boot import get_bootinfo
from frappe.core.doctype.log_settings.log_settings import supported
from frappe.desk.form.meta import get_dashboard_data, get_meta
from frappe.utils.install import add_standard_navbar_items
from hooked_app import heard
from ristretto.context import Site
from ristretto.db import pool
from ristretto.db.connect import connected
from ristretto.jobs import worker
from ristretto.site.install import uninstall_app
from ristretto.web.app import create_app
from ristretto.web.shell import urls
from ristretto.web.website import rules, surroundings
from site_fixtures import ADMIN_PASSWORD, SITE_NAME, make_template
from staying_app import heard as stayed
from web_world import Caller


@pytest.fixture(scope="module")
def hooked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    yield Site(
        SITE_NAME, make_template(tmp_path_factory.mktemp("hooked"), "hooked_app", "staying_app")
    )
    pool.close_all()


@pytest.fixture
def context(hooked: Site) -> Iterator[Any]:
    with connected(hooked, mode="write") as context:
        context.flags.in_test = True
        yield context


@pytest.fixture
def browser(hooked: Site) -> Caller:
    heard.TOLD.clear()
    return Caller(create_app(hooked.sites_path))


def test_a_session_from_its_beginning_to_its_end(browser: Caller) -> None:
    """Every request tells, and signing in and out do once."""
    sign_in = {"usr": "Administrator", "pwd": ADMIN_PASSWORD}
    answer = browser("POST", "/api/method/login", json=sign_in)
    assert answer.headers["X-Hooked"] == "POST"
    browser("POST", "/api/method/logout", json={})
    browser("GET", "/api/method/nothing.here")

    assert heard.TOLD == [
        ("on_login", "Administrator"),
        ("on_session_creation", "Administrator"),
        ("before_request", "Administrator"),
        ("after_request", 200),
        ("before_request", "Administrator"),
        ("on_logout", "Administrator"),
        ("on_login", "Guest"),  # who signed out goes on as a guest
        ("after_request", 200),
        ("before_request", "Guest"),
        ("after_request", 417),
    ]


def test_an_app_knows_who_asks(browser: Caller) -> None:
    """`auth_hooks` say who it is; what they do not know stays a guest's, and is refused."""
    ask = "/api/method/frappe.auth.get_logged_user"
    known = browser("GET", ask, headers={"Authorization": heard.BEARER})
    assert known.json == {"message": "Administrator"}
    assert browser("GET", ask, headers={"Authorization": "Bearer nothing"}).status_code == 401


def test_calls_from_outside_and_link_searches_are_replaced(browser: Caller) -> None:
    """The app's functions answer in place of the framework's."""
    assert browser.rpc("frappe.client.get_time_zone").status_code == 403
    browser.token = heard.BEARER
    assert browser.rpc("frappe.client.get_time_zone").json == {"message": "Hooked/Zone"}
    found = browser.rpc("frappe.desk.search.search_link", doctype="Note", txt="a").json["message"]
    assert found == [{"value": "found by the app", "description": "Note a name"}]


def test_jobs(hooked: Site) -> None:
    """Told before and after, failed ones too, each function what it has names for."""
    heard.TOLD.clear()
    with connected(hooked, mode="write"):
        frappe.enqueue("hooked_app.heard.double", number=4)
        frappe.enqueue("hooked_app.heard.fail")
        frappe.db.commit()
    worker.wait_for(hooked)

    assert heard.TOLD == [
        ("before_job", "hooked_app.heard.double", "job"),
        ("after_job", {"number": 4}, 8),
        ("before_job", "hooked_app.heard.fail", "job"),
        ("after_job", {}, None),
    ]


def test_what_the_desk_starts_with(context: Any) -> None:
    """Values of both hooks, in that order; scripts and styles of every page; counts of the app."""
    assert get_bootinfo().of_every_load == 2
    assert urls(context, "app_include_js") == ["/assets/hooked_app/js/all_forms.js"]
    assert urls(context, "app_include_css") == ["/assets/hooked_app/all_forms.css"]
    info = frappe.get_attr("frappe.desk.notifications.get_notification_info")()
    assert info["conditions"] == {"Note": {"public": 1}}


def test_scripts_beside_a_form(context: Any) -> None:
    """Each kind of script in its place, and the connections as the app wants them."""
    meta = get_meta("ToDo")
    for key, name in (
        ("__js", "form"),
        ("__list_js", "list"),
        ("__tree_js", "tree"),
        ("__calendar_js", "calendar"),
    ):
        assert f"frappe.hooked_{name} = true" in meta[key]
    assert get_dashboard_data(frappe.get_meta("ToDo"))["heatmap_message"] == "hooked"


def test_script_of_a_page(browser: Caller) -> None:
    """What the app adds follows the page's own script."""
    browser.token = heard.BEARER
    answer = browser.rpc("frappe.desk.desk_page.getpage", name="hooked-board")
    script = answer.json["docs"][0]["script"]
    assert script.index('frappe.pages["hooked-board"]') < script.index("frappe.hooked_page = true;")


def test_a_menu_as_the_app_wants_it(context: Any) -> None:
    """Its entries are filled in once; a site that has menus of its own keeps them, and deletes none."""
    add_standard_navbar_items()
    shown = get_bootinfo().navbar_settings["settings_dropdown"]
    assert [(row.item_label, row.route, row.is_standard) for row in shown] == [
        ("Board", "/app/hooked-board", 1)
    ]
    settings = frappe.get_single("Navbar Settings")
    settings.append("help_dropdown", {"item_label": "Help", "item_type": "Route", "route": "/help"})
    settings.settings_dropdown[0].item_label = "Ours"
    settings.save()
    add_standard_navbar_items()
    kept = frappe.get_single("Navbar Settings")
    assert [row.item_label for row in kept.settings_dropdown] == ["Ours"]
    kept.set("help_dropdown", [])
    kept.save()
    kept.set("settings_dropdown", [])
    with pytest.raises(frappe.ValidationError, match="hide it"):
        kept.save()


def test_records_that_others_do_not_hold(context: Any, make_doctype: Any) -> None:
    """Links from the named forms keep nothing from being cancelled or deleted; names have the app's words."""
    target = make_doctype("Hooked Target", is_submittable=1, autoname="H-.BRANCH.-.##")
    link = {"fieldname": "ref", "fieldtype": "Link", "label": "Ref", "options": target}
    for name in ("Hooked Holder", "Other Holder"):
        make_doctype(name, is_submittable=1, fields=[link])
    first, second = (
        frappe.get_doc({"doctype": target, "title": title}).insert().submit() for title in "ab"
    )
    assert (first.name, second.name) == ("H-brancha-01", "H-branchb-01")
    frappe.get_doc({"doctype": "Hooked Holder", "ref": first.name}).insert().submit()
    frappe.get_doc({"doctype": "Other Holder", "ref": second.name}).insert().submit()
    with pytest.raises(frappe.LinkExistsError):
        frappe.get_doc(target, second.name).cancel()
    first.cancel()
    frappe.delete_doc(target, first.name)

    assert not frappe.db.exists(target, first.name)


def test_pages(context: Any, browser: Caller) -> None:
    """A path of the app's leads where it says; so does the front page, and its menu is short."""
    assert rules.resolve(context, "door") == "login"
    assert rules.home_route(context) == "door"
    assert [item.title for item in surroundings.portal_items(context)] == ["Mine"]


def test_records_that_are_pages(hooked: Site, browser: Caller) -> None:
    """The named DocType has no web view of its own: published records are shown, others are not there."""
    with connected(hooked, mode="write"):
        for title, published in (("Open", 1), ("Draft", 0)):
            values = {"title": title, "route": f"notices/{title.lower()}", "published": published}
            frappe.get_doc({"doctype": "Hooked Notice", **values}).insert()
        frappe.db.commit()
    page = browser("GET", "/notices/open", headers={"Accept": "text/html"})
    assert (page.status_code, "<h1>Notice: Open</h1>" in page.text) == (200, True)
    assert browser("GET", "/notices/draft", headers={"Accept": "text/html"}).status_code == 404


def test_style_of_web_forms(hooked: Site, browser: Caller) -> None:
    """Forms of the named DocType have the app's style before their own; other forms have not."""
    with connected(hooked, mode="write"):
        for title, doctype, field in (("Tasks", "ToDo", "description"), ("Notes", "Note", "title")):
            values = {"title": title, "route": title.lower(), "doc_type": doctype, "published": 1}
            row = {"fieldname": field, "fieldtype": "Data", "label": "What"}
            style = {"custom_css": "h1 { color: navy; }", "web_form_fields": [row]}
            frappe.get_doc({"doctype": "Web Form", **values, **style}).insert()
        frappe.db.commit()
    styles = []
    for route in ("tasks", "notes"):
        page = browser("GET", f"/{route}/new", headers={"Accept": "text/html"}).text
        (address,) = re.findall(r'href="(/web-form-style/[^"]+)"', page)
        styles.append(browser("GET", address).text)
    assert styles[0].split("\n\n") == ["p { color: teal; }", "h1 { color: navy; }"]
    assert styles[1].strip() == "h1 { color: navy; }"


def test_logs_of_an_app_are_cleared(context: Any) -> None:
    """After as many days as the app says, beside those of the framework."""
    assert supported()["Hooked Log"] == 9


def test_other_apps_are_told_of_an_app_that_goes(hooked: Site) -> None:
    """Each installed app hears of it before its tables go, and who stays once it is gone.

    The front page is then the one of who stays: before, the other app's function was asked first."""
    heard.TOLD.clear()
    with connected(hooked, mode="write") as context:
        assert rules.home_route(context) == "door"
        assert uninstall_app("hooked_app")
        assert rules.home_route(context) == "notices"
    assert heard.TOLD == [("before_app_uninstall", "hooked_app")]
    assert stayed.TOLD == [("after_app_uninstall", "hooked_app", ["frappe", "staying_app"])]
