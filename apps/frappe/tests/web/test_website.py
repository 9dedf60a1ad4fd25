"""The website of an app: pages of files, redirects, route rules, front pages, records and lists, refusals."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import frappe
import pytest
from frappe.website.path_resolver import PathResolver, resolve_path, resolve_redirect
from frappe.website.serve import get_response_content
from frappe.website.utils import (
    abs_url,
    cleanup_page_name,
    extract_title,
    get_comment_list,
    get_frontmatter,
    get_home_page,
    get_html_content_based_on_type,
)
from ristretto.context import Site
from ristretto.db.connect import connected
from ristretto.site.install import install_app
from ristretto.web.app import create_app
from site_fixtures import copy_sites
from web_world import NOBODY, Caller, make_user

HOOKS = """
app_name = "webby"
app_title = "Webby"
app_publisher = app_description = app_email = app_license = "x"
website_redirects = [
    {"source": "/old", "target": "/plain"},
    {"source": r"/news/(.*)", "target": r"/plain?about=\\1", "redirect_http_status": 302},
    {"source": r"/asked\\?x=1", "target": "/plain", "match_with_query_string": True},
    {"source": "/broken(", "target": "/plain"},
]
website_route_rules = [
    {"from_route": "/orders/<name>", "to_route": "order", "defaults": {"kind": "order"}},
    {"from_route": "/notes", "to_route": "Webby Note"},
]
website_context = {"slogan": "from a hook"}
update_website_context = ["webby.pages.update"]
page_renderer = ["webby.pages.Teapot"]
portal_menu_items = [{"title": "Everybody", "route": "/a"}, {"title": "Clerks", "route": "/b", "role": "Webby Clerk"}]
web_include_js = ["webby.js", "/assets/webby/full.js"]
web_include_css = "webby.css"
role_home_page = {"Webby Clerk": "plain"}
has_website_permission = {"Webby Paper": "webby.pages.may_see"}
"""
PAGES = """
from frappe.website.page_renderers.base_renderer import BaseRenderer

class Teapot(BaseRenderer):
    def can_render(self):
        return self.path == "teapot"

    def render(self):
        return self.build_response("short and stout", 418, {"X-Pot": "tea"})

def update(context):
    context.updated = "yes"

def may_see(doc, ptype, user, verbose=False):
    return doc.title == "open to hooks"
"""
FILES = {
    "hooks.py": HOOKS,
    "pages.py": PAGES,
    "modules.txt": "Webby\n",
    "patches.txt": "",
    "__init__.py": '__version__ = "1.0"\n',
    "webby/__init__.py": "",
    "www/__init__.py": "",
    "www/plain.html": "<h1>A plain page</h1><p>{{ slogan }} {{ updated }}</p><p>{{ '<b>' }}</p>",
    "www/plain.js": "1",
    "www/plain.css": "p{}",
    "www/text.md": "---\ntitle: From the front\nshow: [a, b]\n---\n# Heading\n\n*words* {{ show[1] }}\n",
    "www/whole.html": "<!doctype html><title>x</title><body>{{ title }}</body>",
    "www/folder/index.html": (
        "<!-- title: In a folder --><!-- no-sitemap -->{% block page_content %}inside{% endblock %}"
    ),
    "www/own-code.html": "{{ answer }}",
    "www/own_code.py": (
        "def get_context(context):\n    context.answer = 'by code'\n    context.http_status_code = 203\n"
    ),
    "www/closed.html": "closed",
    "www/closed.py": "login_required = True\n",
    "www/wrong.html": "{% if %}",
    "www/data.json": "{}",
    "templates/__init__.py": "",
    "templates/pages/__init__.py": "",
    "templates/pages/order.html": "{{ frappe.form_dict.name }} {{ frappe.form_dict.kind }}",
    "templates/paper.html": (
        "{% extends 'templates/web.html' %}{% block page_content %}{{ doc.title }}|{{ title }}{% endblock %}"
    ),
}


@pytest.fixture(scope="module")
def shop(template_sites: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site with the app webby."""
    folder = tmp_path_factory.mktemp("webby")
    for name, text in FILES.items():
        path = folder / "webby" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    sys.path.insert(0, str(folder))
    site = copy_sites(template_sites, folder)
    (site.sites_path / "apps.txt").write_text("frappe\nwebby\n")
    with connected(site, mode="write") as context:
        context.flags.quiet = True
        install_app("webby")
        make_records()
        context.db.commit()
    yield site
    sys.path.remove(str(folder))
    for name in [each for each in sys.modules if each.partition(".")[0] == "webby"]:
        del sys.modules[name]


def make_records() -> None:
    fields = [
        {"fieldname": "title", "fieldtype": "Data", "label": "Title", "in_list_view": 1},
        {"fieldname": "route", "fieldtype": "Data", "label": "Route"},
        {"fieldname": "published", "fieldtype": "Check", "label": "Published"},
        {"fieldname": "secret", "fieldtype": "Data", "label": "Secret", "permlevel": 1},
    ]
    web = {
        "has_web_view": 1,
        "is_published_field": "published",
        "title_field": "title",
        "custom": 1,
        "module": "Webby",
    }
    rights = [{"role": "System Manager", "read": 1, "write": 1, "create": 1}]
    for name, guests in (("Webby Note", 1), ("Webby Paper", 0)):
        frappe.get_doc(
            {
                "doctype": "DocType",
                "name": name,
                "fields": fields,
                "permissions": rights,
                **web,
                "allow_guest_to_view": guests,
            }
        ).insert()
    for doctype, title, published in (
        ("Webby Note", "open", 1),
        ("Webby Note", "draft", 0),
        ("Webby Paper", "open to hooks", 1),
        ("Webby Paper", "closed", 1),
    ):
        values = {
            "title": title,
            "route": f"w/{title.replace(' ', '-')}",
            "published": published,
            "secret": "hidden",
        }
        frappe.get_doc({"doctype": doctype, **values}).insert()
    frappe.get_doc({"doctype": "Role", "role_name": "Webby Clerk", "desk_access": 0}).insert()
    make_user(NOBODY, "Webby Clerk", user_type="Website User")


@pytest.fixture(scope="module")
def guest(shop: Site) -> Caller:
    return Caller(create_app(shop.sites_path, shop.name))


def signed_in(shop: Site) -> Caller:
    caller = Caller(create_app(shop.sites_path, shop.name))
    caller("POST", "/api/method/login", json={"usr": NOBODY, "pwd": "Mat-khau-dai-9"})
    return caller


def get(caller: Caller, path: str) -> Any:
    return caller("GET", path, headers={"Accept": "text/html"})


def test_a_page_stands_in_its_base(guest: Caller) -> None:
    """Title by heading, hooks' context, files of the apps and of the page, and values escaped."""
    answer = get(guest, "/plain")

    assert answer.status_code == 200
    assert "<title>A plain page" in answer.text
    assert "from a hook yes" in answer.text
    assert "&lt;b&gt;" in answer.text
    for address in (
        "/assets/webby.js",
        "/assets/webby/full.js",
        "/assets/webby.css",
        "/plain.js",
        "/plain.css",
    ):
        assert f'"{address}"' in answer.text
    assert "<script>" not in answer.text
    assert get(guest, "/plain.html").text == answer.text
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/text", "<em>words</em> b"),
        ("/text", "<title>From the front"),
        ("/folder", "inside"),
        ("/folder", "<title>In a folder"),
        ("/own-code", "by code"),
        ("/orders/O-1", "O-1 order"),
        ("/whole", "<body>whole</body>"),
    ],
)
def test_kinds_of_pages(guest: Caller, path: str, words: str) -> None:
    """Markdown, folders, Python beside the page, parameters of a rule, whole documents."""
    assert words in get(guest, path).text


def test_files_beside_pages(guest: Caller) -> None:
    """Files are sent with their type; sources and what leads out of the folder are not."""
    assert get(guest, "/plain.js").headers["Content-Type"].startswith("text/javascript")
    assert get(guest, "/data.json").status_code == 200
    for path in ("/own_code.py", "/own-code.py", "/../hooks.py", "/%2e%2e/hooks.py", "/nothing"):
        assert get(guest, path).status_code == 404
    assert get(guest, "/own-code").status_code == 203


def test_a_page_for_signed_in_people(guest: Caller, shop: Site) -> None:
    """Guests are refused; others see it."""
    assert get(guest, "/closed").status_code == 403
    assert "closed" in get(signed_in(shop), "/closed").text


def test_a_mistake_in_a_page(guest: Caller) -> None:
    """The answer is an error page without the source."""
    answer = get(guest, "/wrong")

    assert answer.status_code == 417
    assert "{% if" not in answer.text


@pytest.mark.parametrize(
    ("path", "status", "target"),
    [
        ("/old", 301, "/plain"),
        ("/news/one", 302, "/plain?about=one"),
        ("/asked?x=1", 301, "/plain"),
    ],
)
def test_redirects(guest: Caller, path: str, status: int, target: str) -> None:
    """Fixed, by regular expression, and with the query; a broken expression is passed over."""
    answer = get(guest, path)

    assert (answer.status_code, answer.headers["Location"]) == (status, target)
    assert get(guest, "/asked").status_code == 404


def test_an_apps_own_renderer(guest: Caller) -> None:
    """The hook page_renderer answers first."""
    answer = get(guest, "/teapot")

    assert (answer.status_code, answer.text, answer.headers["X-Pot"]) == (
        418,
        "short and stout",
        "tea",
    )


def test_front_pages(guest: Caller, shop: Site) -> None:
    """A role's page for those who have it; others go to the login."""
    assert "A plain page" in get(signed_in(shop), "/").text
    assert get(guest, "/").headers["Location"] == "/login"
    with connected(shop, user=NOBODY):
        assert get_home_page() == "plain"


def test_the_menu_is_of_the_person(guest: Caller, shop: Site) -> None:
    """Entries without a role for everybody who signed in, others by role; guests see the login."""
    text = get(signed_in(shop), "/plain").text

    assert 'href="/a"' in text
    assert 'href="/b"' in text
    assert 'href="/a"' not in get(guest, "/plain").text
    assert 'href="/login"' in get(guest, "/plain").text


def test_records_as_pages(guest: Caller, shop: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Published ones by their route: open to guests by definition or by the app's hook; others are refused."""
    from ristretto.web.website import record_page

    monkeypatch.setattr(
        record_page, "template_of", lambda doc, values: "webby/templates/paper.html"
    )

    assert "open|open" in get(guest, "/w/open").text
    assert get(guest, "/w/draft").status_code == 404
    assert get(guest, "/w/closed").status_code == 403
    assert "open to hooks|" in get(guest, "/w/open-to-hooks").text


def test_lists_of_records(guest: Caller, shop: Site) -> None:
    """A list that guests may see shows published rows, never a field of a higher level; others are refused or empty."""
    text = get(guest, "/notes").text
    rows = guest("GET", "/api/method/frappe.www.list.get_list_data?doctype=Webby Note").json[
        "message"
    ]
    probe = guest(
        "GET", "/api/method/frappe.www.list.get_list_data?doctype=Webby Note&secret=wrong"
    ).json["message"]

    assert 'href="/w/open"' in text
    assert "draft" not in text
    assert [row["title"] for row in rows] == ["open"]
    assert "secret" not in rows[0]
    assert len(probe) == 1
    for doctype in ("Webby Paper", "User", "DocType"):
        answer = guest("GET", f"/api/method/frappe.www.list.get_list_data?doctype={doctype}")
        assert answer.status_code == 403
    assert get(guest, "/notes?txt=nothing").text.count("<li>") == 0


def test_search_engines(guest: Caller) -> None:
    """The map holds open pages and records, not those that need a login or say no; robots stay out by default."""
    text = get(guest, "/sitemap.xml").text

    assert "/plain<" in text
    assert "/w/open<" in text
    for path in ("/closed<", "/folder<", "/w/closed<", "/w/draft<"):
        assert path not in text
    assert "Disallow: /" in get(guest, "/robots.txt").text


def test_pages_from_code(shop: Site) -> None:
    """Rendering, resolving and redirecting by the names that apps import."""
    with connected(shop, user="Guest"):
        assert "A plain page" in get_response_content("plain")
        assert PathResolver("plain").is_valid_path()
        assert not PathResolver("nothing").is_valid_path()
        assert resolve_path("/orders/O-2") == "order"
        assert frappe.form_dict.name == "O-2"
        with pytest.raises(frappe.Redirect):
            resolve_redirect("old")


def test_helpers(shop: Site) -> None:
    """Names for addresses, titles, front matter, content of three kinds, comments that are published."""
    assert cleanup_page_name("Quy trình: Cấp phép (mới)!") == "quy-trinh-cap-phep-moi"
    assert extract_title("<h1>One</h1>", "x") == "One"
    assert extract_title("", "a/two-words.html") == "Two Words"
    assert get_frontmatter("---\na: 1\n---\nbody") == {"attributes": {"a": 1}, "body": "body"}
    assert [abs_url(each) for each in ("a", "/a", "https://x")] == ["/a", "/a", "https://x"]
    doc = frappe._dict(text="rich", text_md="*m*", text_html="<i>h</i>")
    kinds = [
        get_html_content_based_on_type(doc, "text", kind)
        for kind in ("Rich Text", "Markdown", "HTML")
    ]
    assert (kinds[0], "<em>m</em>" in kinds[1], kinds[2]) == ("rich", True, "<i>h</i>")
    with connected(shop, mode="write") as context:
        name = frappe.get_all("Webby Note", pluck="name")[0]
        note = frappe.get_doc("Webby Note", name)
        note.add_comment("Comment", "shown").db_set("published", 1)
        note.add_comment("Comment", "hidden")
        assert [each.content for each in get_comment_list("Webby Note", name)] == ["shown"]
        context.db.rollback()


def test_documents_that_are_pages(ctx: Any) -> None:
    """A route is made of the title when published, tidied when given; the page knows its document."""
    from frappe.website.website_generator import WebsiteGenerator

    class Paper(WebsiteGenerator):
        website = frappe._dict(condition_field="public", page_title_field="title")

    paper = Paper({"doctype": "Note", "title": "Thông báo số 1", "public": 0})
    paper.route = None
    paper.set_route()
    assert paper.route is None
    paper.public = 1
    paper.set_route()

    assert paper.route == "thong-bao-so-1"
    paper.route = "/given/."
    paper.set_route()
    assert paper.route == "given"
    assert paper.get_page_info().title == "Thông báo số 1"
    paper.onload()
    assert paper.get_onload("published") is True
