"""Paths out of the upload folders, half uploads, forged requests, injected headers, planted sessions."""

from __future__ import annotations

import io
from typing import Any

import pytest
from security_house import PASSWORD, House, assert_clear

SECRET = "encryption_key"
OUTSIDE = [
    "../site_config.json", "..%2fsite_config.json", "%2e%2e/site_config.json", "..\\site_config.json",
    "../../site_config.json", "....//site_config.json", "/etc/passwd", "//etc/passwd", "..;/site_config.json",
    "%252e%252e/site_config.json", "a/../../../site_config.json", "../private/files/x", "\x00", "%00",
    "~/x", "file:///etc/passwd", "../../../../../../../../etc/passwd",
]  # fmt: skip


@pytest.mark.parametrize("tail", OUTSIDE)
@pytest.mark.parametrize(
    "prefix", ["/files/", "/private/files/", "/assets/", "/assets/frappe/", "/"]
)
def test_no_path_leaves_its_folder(house: House, prefix: str, tail: str) -> None:
    """No address, plain or encoded, reads the site's configuration or the machine."""
    for who in ("sys", "guest"):
        answer = house(who, "GET", prefix + tail)
        assert_clear(answer)
        assert SECRET not in answer.text
        assert "root:" not in answer.text


@pytest.mark.parametrize("tail", OUTSIDE)
def test_no_record_names_a_file_outside(house: House, tail: str) -> None:
    """download_file, file_url and file_name stay in the folders too."""
    for prefix in ("/files/", "/private/files/", ""):
        url = prefix + tail
        found = house("sys", "GET", "/api/method/download_file", query_string={"file_url": url})
        assert_clear(found)
        assert SECRET not in found.text
        made = house(
            "sys", "POST", "/api/method/upload_file", data={"file_url": url, "file_name": "x"}
        )
        assert_clear(made)
        if made.status_code == 200:
            stored = made.json["message"]["file_url"]
            assert SECRET not in house("sys", "GET", stored).text
            read = {"file_url": stored}
            assert (
                SECRET
                not in house("sys", "GET", "/api/method/download_file", query_string=read).text
            )


@pytest.mark.parametrize(
    "name",
    [
        "../../evil.txt",
        "..\\evil.txt",
        "/etc/evil.txt",
        "a\x00b.txt",
        "é" * 300 + ".txt",
        ".htaccess",
        "",
    ],
)
def test_an_upload_lands_in_its_folder(house: House, name: str) -> None:
    """Whatever the name says, the bytes lie in the site's upload folders, or nowhere."""
    sites = house.site.path.parent.parent
    before = {path for path in sites.rglob("*") if path.is_file() and "files" not in path.parts}
    data = {"file": (io.BytesIO(b"evil " + name.encode()), name), "is_private": "1"}
    assert_clear(house("sys", "POST", "/api/method/upload_file", data=data))
    after = {path for path in sites.rglob("*") if path.is_file() and "files" not in path.parts}
    assert {p.suffix for p in after - before} <= {".db-wal", ".db-shm", ".log", ""}
    assert not [path for path in after - before if "evil" in path.name]


def test_half_a_multipart_body_stores_nothing(house: House) -> None:
    """A body cut inside the file is refused; no row, no bytes."""
    folder = house.site.path / "private" / "files"
    before, files = house.count("File"), sorted(folder.iterdir())
    body = (
        b'--x\r\nContent-Disposition: form-data; name="is_private"\r\n\r\n1\r\n--x\r\n'
        b'Content-Disposition: form-data; name="file"; filename="half.txt"\r\n\r\nhalf of th'
    )
    kind = "multipart/form-data; boundary=x"
    answer = house("sys", "POST", "/api/method/upload_file", data=body, content_type=kind)
    assert_clear(answer)
    assert answer.status_code != 200
    assert (house.count("File"), sorted(folder.iterdir())) == (before, files)


def test_a_refused_upload_leaves_no_bytes(house: House) -> None:
    """The right to the record is asked for before the bytes are kept."""
    folder = house.site.path / "private" / "files"
    before = sorted(folder.iterdir())
    data = {
        "file": (io.BytesIO(b"stranger"), "s.txt"),
        "doctype": "Sec Secret",
        "docname": "S0",
        "is_private": "1",
    }
    assert house("reader", "POST", "/api/method/upload_file", data=data).status_code == 403
    assert sorted(folder.iterdir()) == before


@pytest.mark.parametrize("verb", ["POST", "PUT", "DELETE", "PATCH"])
def test_a_browser_session_needs_its_token(house: House, verb: str) -> None:
    """After the first page every unsafe verb without the page's token is 400 and does nothing."""
    client = house.browser("sys@example.com")
    assert client.get("/app", headers={"Accept": "text/html"}).status_code == 200
    path = "/api/v2/document/Sec All/A0/" if verb == "PATCH" else "/api/resource/Sec All/A0"
    for headers in ({}, {"X-Frappe-CSRF-Token": "guessed"}, {"X-Frappe-CSRF-Token": "None"}):
        answer = client.open(path, method=verb, json={"title": "forged"}, headers=headers)
        assert (answer.status_code, answer.json and "CSRF" in answer.text) == (400, True)
    assert house.value("Sec All", "A0", "title") != "forged"


def test_reading_needs_no_token_and_never_writes(house: House) -> None:
    """A GET that asks to write is answered but rolled back, so that a picture link cannot write."""
    client = house.browser("sys@example.com")
    client.get("/app", headers={"Accept": "text/html"})
    query = {"doctype": "Sec All", "name": "A0", "fieldname": "title", "value": "forged"}
    answer = client.get("/api/method/frappe.client.set_value", query_string=query)
    assert answer.status_code == 403
    client.get("/api/method/frappe.desk.form.assign_to.add", query_string={
        "doctype": "Sec All", "name": "A0", "assign_to": '["reader@example.com"]'})  # fmt: skip
    assert (house.value("Sec All", "A0", "title"), house.count("ToDo")) == ("t0", 0)


def test_a_planted_session_is_not_kept(house: House) -> None:
    """Signing in gives a new sid; one that an attacker planted before stays a guest's."""
    from werkzeug.test import Client

    victim = Client(house.app)
    victim.set_cookie("sid", "planted-by-somebody", domain="localhost")
    victim.post("/api/method/login", json={"usr": "writer@example.com", "pwd": PASSWORD})
    sid = victim.get_cookie("sid", domain="localhost")
    assert sid is not None
    assert sid.value != "planted-by-somebody"
    attacker = Client(house.app)
    attacker.set_cookie("sid", "planted-by-somebody", domain="localhost")
    answer = attacker.get("/api/method/frappe.auth.get_logged_user")
    assert answer.status_code in (401, 403)


def test_a_session_ends_with_logout_and_with_a_new_password(house: House) -> None:
    """An old sid opens nothing after logout."""
    client = house.browser("writer@example.com")
    sid = client.get_cookie("sid", domain="localhost")
    assert sid is not None
    assert sid.http_only
    client.get("/api/method/logout")
    from werkzeug.test import Client

    again = Client(house.app)
    again.set_cookie("sid", sid.value, domain="localhost")
    assert again.get("/api/method/frappe.auth.get_logged_user").status_code in (401, 403)


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/login", {"redirect-to": "//evil.example\r\nSet-Cookie: a=b"}),
        ("/api/method/login", {"usr": "x\r\nSet-Cookie: a=b", "pwd": "x"}),
        ("/api/method/download_file", {"file_url": "/files/x\r\nX-Evil: 1"}),
        ("/app/x%0d%0aX-Evil:%201", {}),
        ("/api/method/frappe.desk.reportview.export_query",
         {"doctype": "Sec All", "fields": '["name"]', "file_format_type": "CSV", "title": "a\r\nX-Evil: 1"}),
    ],
)  # fmt: skip
def test_no_header_is_injected(house: House, path: str, query: dict[str, str]) -> None:
    """Line ends in an argument never become a header of the answer."""
    for who in ("sys", "guest"):
        answer = house(who, "GET", path, query_string=query)
        assert_clear(answer)
        assert "X-Evil" not in answer.headers
        assert not [
            value
            for key, value in answer.headers
            if key == "Set-Cookie" and value.startswith("a=b")
        ]


@pytest.mark.parametrize(
    "target", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_no_redirect_leaves_the_site(house: House, target: str) -> None:
    """redirect-to leads inside only."""
    client = house.browser("sys@example.com")
    answer = client.get("/login", query_string={"redirect-to": target})
    assert "evil" not in answer.headers.get("Location", "")
    assert "javascript" not in answer.headers.get("Location", "")


def test_every_page_carries_the_protecting_headers(house: House) -> None:
    """A strict policy for scripts, no sniffing, no framing by others."""
    client: Any = house.browser("sys@example.com")
    headers = client.get("/app", headers={"Accept": "text/html"}).headers
    policy = headers["Content-Security-Policy"]
    scripts = next(
        part for part in policy.split(";") if "script-src" in part or "default-src" in part
    )
    assert "unsafe-inline" not in scripts
    assert "unsafe-eval" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
