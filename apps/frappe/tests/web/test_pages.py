"""Pages, headers and errors as a browser sees them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import frappe
import pytest
from ristretto.web import shell
from web_world import SYS, World

MANIFEST = {
    "src/main.ts": {
        "file": "assets/main-1.js",
        "css": ["assets/main-1.css"],
        "imports": ["_vendor.js"],
    },
    "_vendor.js": {"file": "assets/vendor-1.js", "css": ["assets/vendor-1.css"]},
}


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> None:
    """A desk that was built."""
    monkeypatch.setattr(shell, "read_manifest", lambda _context: MANIFEST)


def boot_of(text: str) -> Any:
    """The data inside the shell."""
    return json.loads(text.split('id="boot">', 1)[1].split("</script>", 1)[0])


def test_the_shell_of_the_desk(world: World, built: None) -> None:
    """Built files, boot data and token; no script of its own, never cached."""
    answer = world.browser(SYS)("GET", "/app/web-main", headers={"Accept": "text/html"})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    data = boot_of(answer.text)
    assert data["boot"]["user"]["name"] == SYS
    assert len(data["csrf_token"]) > 30
    assert "Web Main" in data["boot"]["user"]["can_create"]
    for name in ("main-1.js", "main-1.css", "vendor-1.js", "vendor-1.css"):
        assert f"/assets/frappe/desk/assets/{name}" in answer.text
    assert "<script>" not in answer.text
    assert " onclick=" not in answer.text


def test_the_ways_to_the_desk(world: World, built: None) -> None:
    """A30h, A404, A33c: guests go to the login and back, users past it."""
    wanted = world.guest("GET", "/app/todo?x=1")
    assert (wanted.status_code, wanted.headers["Location"]) == (
        301,
        "/login?redirect-to=%2Fapp%2Ftodo%3Fx%3D1",
    )
    login = world.guest("GET", "/login")
    assert login.status_code == 200
    assert boot_of(login.text)["boot"]["user"]["name"] == "Guest"
    assert world.guest("GET", "/").headers["Location"] == "/login"
    browser = world.browser(SYS)
    assert browser("GET", "/login").headers["Location"] == "/app"
    assert browser("GET", "/").headers["Location"] == "/app"


def test_a_desk_that_is_not_built_names_the_remedy(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not an empty page."""
    monkeypatch.setattr(shell, "read_manifest", lambda _context: None)
    assert "npm run build" in world.guest("GET", "/login").text


def test_boot_data_cannot_close_its_element() -> None:
    """Text of users stands inside a script element."""
    text = shell.script_json({"x": "</script><b>&\u2028"})
    assert not set("<>&\u2028") & set(text)
    assert json.loads(text)["x"] == "</script><b>&\u2028"


PLACES = ["/api/method/ping", "/login", "/nosuchpage", "/private/files/x", "/healthz", "/api/nope"]


@pytest.mark.parametrize("path", PLACES)
def test_every_answer_carries_the_headers(world: World, built: None, path: str) -> None:
    """Strict CSP from the first page: no inline script, no eval, no frames of others."""
    headers = world.guest("GET", path).headers
    policy = headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe-eval" not in policy
    assert "'unsafe-inline'" not in policy.split("script-src", 1)[1].split(";", 1)[0]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_assets_are_cached_and_stay_inside(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hashed files for a year, others by their ETag; apps that are not installed have none."""
    public = tmp_path / "public"
    (public / "desk" / "assets").mkdir(parents=True)
    (public / "desk" / "assets" / "main-1.js").write_text("x")
    (public / "plain.css").write_text("y")
    monkeypatch.setattr(type(world.site), "app_path", lambda _self, _app: tmp_path)
    hashed = world.guest("GET", "/assets/frappe/desk/assets/main-1.js")
    assert "immutable" in hashed.headers["Cache-Control"]
    assert hashed.mimetype == "text/javascript"
    plain = world.guest("GET", "/assets/frappe/plain.css")
    assert plain.headers["Cache-Control"] == "no-cache"
    assert plain.headers["ETag"]
    assert world.guest("GET", "/assets/other/plain.css").status_code == 404


ACCEPTS = [
    ("text/html", "text/html"),
    ("application/json", "application/json"),
    ("*/*", "application/json"),
    ("", "application/json"),
]


@pytest.mark.parametrize(("accept", "mimetype"), ACCEPTS)
def test_errors_of_the_api_follow_accept(world: World, accept: str, mimetype: str) -> None:
    """A592-A594: HTML only for those who ask for text."""
    answer = world.guest("GET", "/api/method/nope", headers={"Accept": accept})
    assert (answer.status_code, answer.mimetype) == (417, mimetype)


def test_an_unexpected_error_tells_a_number_only(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No trace, no SQL, no path for ordinary users; a System Manager sees the trace while the site
    allows it."""

    def broken(*_args: Any, **_kwargs: Any) -> None:
        raise RuntimeError("select * from `tabSecret`")

    monkeypatch.setattr("frappe.client.query.count", broken)
    plain = world.reader.rpc("frappe.client.get_count", doctype="Web Main")
    assert plain.status_code == 500
    assert "tabSecret" not in plain.text
    assert "Traceback" not in plain.text
    assert "Traceback" in world.sys.rpc("frappe.client.get_count", doctype="Web Main").json["exc"]


def test_messages_reach_both_versions(world: World) -> None:
    """Refusals carry their sentence in `_server_messages` (v1) and in `errors` (v2)."""
    first = world.sys("GET", "/api/resource/Web Main/NOPE").json
    assert set(first) == {"exc_type", "_server_messages"}
    second = world.sys("GET", "/api/v2/document/Web Main/NOPE/").json["errors"][0]
    assert second["type"] == "DoesNotExistError"
    assert "NOPE" in second["message"]
    assert "exception" not in second


def test_too_many_wrong_passwords_close_the_account(world: World) -> None:
    """Counted over processes and rollbacks; the right password does not help until the time is
    over."""
    from ristretto.db.connect import connected

    with connected(world.site, mode="write") as context:
        frappe.db.set_single_value("System Settings", "allow_consecutive_login_attempts", 2)
        context.db.commit()
    login, body = "/api/method/login", {"usr": "sys@example.com", "pwd": "wrong"}
    try:
        statuses = [world.guest("POST", login, json=body).status_code for _attempt in range(3)]
        assert statuses == [401, 401, 429]
        locked = world.guest("POST", login, json={**body, "pwd": "Mat-khau-dai-9"})
        assert locked.status_code == 429
        assert locked.headers["Retry-After"]
    finally:
        with connected(world.site, mode="write") as context:
            frappe.db.set_single_value("System Settings", "allow_consecutive_login_attempts", 0)
            context.db.commit()


def test_garbage_is_answered_calmly(world: World) -> None:
    """Odd headers and bodies end in 4xx."""
    for headers in (
        {"Content-Type": "multipart/form-data"},
        {"Content-Type": "multipart/form-data; boundary=x"},
        {"Accept": "\x7f;q=x"},
        {"Cookie": "sid=%00%ff; ;=;"},
        {"Authorization": "Basic " + "A" * 5000},
        {"Accept-Language": ";;;q=9"},
        {"Content-Type": "application/json; charset=nope"},
    ):
        for method in ("GET", "POST", "PUT", "DELETE"):
            answer = world.guest(
                method, "/api/resource/Web Main/x", data=b"\x00\xff--x", headers=headers
            )
            assert 400 <= answer.status_code < 500, (headers, method, answer.text)


def test_the_print_view(world: World) -> None:
    """T09: a reader sees the document without hidden fields, a guest 403, a missing one 404;
    text is escaped."""
    path = "/printview?doctype=Web Main&name="
    world.sys("PUT", "/api/resource/Web Main/M-007", json={"title": "A & B"})
    html = {"Accept": "text/html"}
    answer = world.reader("GET", f"{path}M-007", headers=html)
    assert answer.status_code == 200, answer.text
    assert "A &amp; B" in answer.text
    shown = world.reader("GET", f"{path}M-001", headers=html).text.partition("<body>")[2]
    assert "hidden" not in shown
    assert world.guest("GET", f"{path}M-007", headers=html).status_code == 403
    assert world.sys("GET", f"{path}NOPE", headers=html).status_code == 404
    preview = world.sys.rpc("frappe.www.printview.get_html_and_style", doc="Web Main", name="M-002")
    assert set(preview.json["message"]) == {"html", "style"}
    assert "<td>a</td>" in preview.json["message"]["html"]
    pdf = "/api/method/frappe.utils.print_format.download_pdf?doctype=Web Main&name=M-002"
    assert world.sys("GET", pdf).status_code in (200, 417)
    assert world.guest("GET", pdf).status_code == 403


def test_message_pages(world: World) -> None:
    """A20b: web_logout shows a page; the account page asks for a login."""
    answer = world.browser(SYS)("GET", "/?cmd=web_logout", headers={"Accept": "text/html"})
    assert answer.status_code == 200, answer.text
    assert answer.mimetype == "text/html"
    assert world.guest("GET", "/me", headers={"Accept": "text/html"}).status_code == 403
    assert world.nobody("GET", "/me", headers={"Accept": "text/html"}).status_code == 200


def test_an_incident_is_kept_for_the_administrator(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The number that the caller was told finds the Error Log row; the request is rolled back."""

    def broken(*_args: Any, **_kwargs: Any) -> None:
        raise RuntimeError("inner secret")

    monkeypatch.setattr("frappe.client.query.count", broken)
    text = world.reader.rpc("frappe.client.get_count", doctype="Web Main").json["exception"]
    number = text.rsplit(" ", 1)[1]
    filters = json.dumps([["method", "like", f"{number}%"]])
    found = world.sys("GET", f'/api/resource/Error Log?fields=["error"]&filters={filters}')
    assert "inner secret" in found.json["data"][0]["error"]


def test_scripts_of_forms_are_files(world: World) -> None:
    """No eval: Client Scripts come from an address of ours; who may not see them gets none."""
    text = "frappe.ui.form.on('Web Main', {})"
    script = {"dt": "Web Main", "view": "Form", "enabled": 1, "script": text}
    made = world.sys("POST", "/api/resource/Client Script", json={"name": "S1", **script})
    assert made.status_code == 200, made.text
    path = "/desk-script/form-custom/Web Main"
    answer = world.reader("GET", f"{path}?v=abc")
    assert answer.mimetype == "text/javascript"
    assert "frappe.ui.form.on" in answer.text
    assert "immutable" in answer.headers["Cache-Control"]
    assert world.guest("GET", path).status_code == 403
    assert world.nobody("GET", path).status_code == 403
    assert world.sys("GET", "/desk-script/form/NoSuch").status_code == 404
    assert world.reader("GET", "/desk-script/form-custom/Web Hidden").status_code == 404


def test_client_scripts_come_one_by_one(world: World) -> None:
    """Each at an address of its own, for those who see the form; a change gives it another version at once."""
    values = {"dt": "Web Main", "view": "List", "enabled": 1, "script": "const a = 1"}
    world.sys("POST", "/api/resource/Client Script", json={"name": "L {0} 1", **values})
    listing = "/desk-script/client-scripts/Web Main?view=List"
    (first,) = world.reader("GET", listing).json["scripts"]
    assert first["name"] == "L {0} 1"
    path = "/desk-script/client-script/L {0} 1"
    assert world.reader("GET", path).text == "(function () {const a = 1\n})();"
    world.sys("PUT", "/api/resource/Client Script/L {0} 1", json={"script": "const a = 2"})
    (second,) = world.reader("GET", listing).json["scripts"]
    assert second["version"] != first["version"]
    world.sys("PUT", "/api/resource/Client Script/L {0} 1", json={"enabled": 0})
    assert world.reader("GET", listing).json["scripts"] == []
    assert world.reader("GET", path).status_code == 404
    hidden = world.reader("GET", "/desk-script/client-scripts/Web Hidden?view=Form")
    assert hidden.json["scripts"] == []
    assert world.guest("GET", listing).status_code == 403


def test_a_client_script_is_read_for_mistakes_by_those_who_may_read_it(world: World) -> None:
    """The check sends the text in a function that nobody calls; readers of the form do not get it."""
    values = {"dt": "Web Main", "enabled": 0, "script": "let x = ;"}
    world.sys("POST", "/api/resource/Client Script", json={"name": "Check", **values})
    path = "/desk-script/client-check/Check"
    assert world.sys("GET", path).text == "void function () {let x = ;\n};"
    assert world.reader("GET", path).status_code == 404
