"""What a browser may be tricked into, what it may keep, and what a text may become: forged requests,
headers and cookies, uploads that would run, templates and grammars that would speak to the server."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
from security_house import House, assert_clear
from werkzeug.test import Client

API = "/api/method/"
TITLE = {"doctype": "Sec All", "name": "A0", "fieldname": "title", "value": "forged"}


@pytest.fixture
def page(house: House) -> Client:
    """A browser whose session has a token, because it has seen the desk."""
    client = house.browser("sys@example.com")
    assert client.get("/app", headers={"Accept": "text/html"}).status_code == 200
    return client


FORGED: list[tuple[str, str, dict[str, Any]]] = [
    ("POST", "/", {"data": {"cmd": "frappe.client.set_value", **TITLE}}),
    ("POST", "/?cmd=frappe.client.set_value", {"data": TITLE}),
    ("POST", "/login", {"data": {"cmd": "frappe.client.set_value", **TITLE}}),
    ("POST", API + "frappe.client.set_value", {"data": TITLE}),
    ("POST", API + "frappe.client.set_value",
     {"data": json.dumps(TITLE), "content_type": "text/plain"}),
    ("POST", "/api/v1/method/frappe.client.set_value", {"json": TITLE}),
    ("POST", "/api/v2/method/frappe.client.set_value", {"json": TITLE}),
    ("PUT", "/api/v2/document/Sec All/A0/", {"json": {"title": "forged"}}),
    ("POST", "/api/resource/Sec All/A0?run_method=save", {"data": {"title": "forged"}}),
    ("POST", API + "upload_file", {"data": {"file": (io.BytesIO(b"x"), "forged.txt")}}),
    ("POST", "/app", {"data": {"cmd": "frappe.client.set_value", **TITLE}}),
    ("POST", "/files/x", {"data": {"cmd": "frappe.client.set_value", **TITLE}}),
]  # fmt: skip


@pytest.mark.parametrize(("verb", "path", "sent"), FORGED, ids=range(len(FORGED)))
@pytest.mark.parametrize("token", [None, "guessed", "", "null"])
def test_a_forged_request_does_nothing(
    house: House, page: Client, verb: str, path: str, sent: dict[str, Any], token: str | None
) -> None:
    """A cookie alone moves nothing: not by a form, a `cmd` or another version of the API."""
    before = house.state()
    if "file" in str(sent.get("data")):
        sent = {"data": {"file": (io.BytesIO(b"x"), "forged.txt")}}
    headers = {} if token is None else {"X-Frappe-CSRF-Token": token}
    answer = page.open(path, method=verb, headers=headers, **sent)
    assert_clear(answer)
    assert answer.status_code == 400
    assert house.state() == before


@pytest.mark.parametrize("how", [
    {"headers": {"X-HTTP-Method-Override": "DELETE"}}, {"headers": {"X-HTTP-Method": "PUT"}},
    {"query_string": {"_method": "DELETE"}}, {"query_string": {"_method": "PUT", "title": "forged"}},
    {"query_string": {"data": '{"title": "forged"}'}},
    {"query_string": {"run_method": "delete"}}, {"query_string": {"run_method": "save", "title": "forged"}},
])  # fmt: skip
def test_a_picture_link_cannot_change_its_verb(
    house: House, page: Client, how: dict[str, Any]
) -> None:
    """A GET stays a GET whatever header or argument claims, and keeps nothing."""
    before = house.state()
    for path in ("/api/resource/Sec All/A0", "/api/v2/document/Sec All/A0/"):
        assert_clear(page.get(path, **how))
    assert house.state() == before


@pytest.mark.parametrize("path", [
    API + "frappe.client.delete?doctype=Sec All&name=A0", "/?cmd=frappe.client.delete&doctype=Sec All&name=A0",
    API + "frappe.desk.reportview.delete_items?doctype=Sec All&items=[\"A0\"]",
    API + "frappe.client.insert?doc={\"doctype\":\"ToDo\",\"description\":\"x\"}",
    API + "frappe.share.add?doctype=Sec All&name=A0&user=reader@example.com&write=1",
    API + "frappe.desk.like.toggle_like?doctype=Sec All&name=A0&add=Yes",
    API + "frappe.desk.doctype.tag.tag.add_tag?dt=Sec All&dn=A0&tag=x",
    API + "frappe.core.doctype.user.user.generate_keys?user=sys@example.com",
    API + "frappe.desk.form.save.savedocs?action=Save&doc={\"doctype\":\"ToDo\",\"description\":\"x\"}",
])  # fmt: skip
def test_reading_verbs_keep_nothing(house: House, page: Client, path: str) -> None:
    """Functions that write do it over POST only: a link is refused or rolled back."""
    before = house.state()
    answer = page.get(path)
    assert_clear(answer)
    assert house.state() == before


def test_answers_with_private_data_are_not_kept(house: House, page: Client) -> None:
    """Closed (private answers): neither a browser nor a proxy stores a record, a private file or a refusal."""
    data = {"file": (io.BytesIO(b"private words"), "private.txt"), "is_private": "1"}
    made = house("sys", "POST", API + "upload_file", data=data).json["message"]["file_url"]
    for path in ("/api/resource/Sec All/A0", API + "frappe.auth.get_logged_user", made, "/app",
                 "/api/v2/document/Sec All", "/api/resource/Sec All/nope", "/private/files/nope"):  # fmt: skip
        kept = page.get(path, headers={"Accept": "*/*"}).headers.get("Cache-Control", "")
        assert "no-store" in kept or ("private" in kept and "no-cache" in kept), (path, kept)


def test_every_answer_carries_the_protecting_headers(house: House, page: Client) -> None:
    """API, pages, files, refusals and errors alike."""
    for path in ("/app", "/login", "/api/resource/Sec All", "/api/nope", "/nope", "/files/nope",
                 "/assets/frappe/nope.js", API + "ping", "/private/files/nope", "/?cmd=nope"):  # fmt: skip
        for accept in ("text/html", "application/json"):
            headers = page.get(path, headers={"Accept": accept}).headers
            assert headers["X-Content-Type-Options"] == "nosniff", path
            assert headers["X-Frame-Options"] == "SAMEORIGIN", path
            assert "Access-Control-Allow-Origin" not in headers, path
            policy = headers["Content-Security-Policy"]
            assert "default-src" in policy, path
            assert "unsafe-eval" not in policy, path


def test_the_session_cookie_is_out_of_reach(house: House) -> None:
    """HttpOnly and SameSite; Secure as soon as the address is https; names for scripts hold no secret."""
    for base, secure in (("http://localhost", False), ("https://localhost", True)):
        client = Client(house.app)
        sent = {"usr": "sys@example.com", "pwd": "Mat-khau-dai-9"}
        answer = client.post(API + "login", json=sent, base_url=base)
        cookies = {line.split("=", 1)[0]: line for line in answer.headers.getlist("Set-Cookie")}
        assert "HttpOnly" in cookies["sid"]
        assert all("SameSite=Lax" in line for line in cookies.values())
        assert all(("Secure" in line) == secure for line in cookies.values())
        sid = cookies["sid"].split("=", 1)[1].split(";")[0]
        assert not any(sid in line for name, line in cookies.items() if name != "sid")


ACTIVE = {
    "page.html": b"<script>alert(1)</script>",
    "drawing.svg": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    "page.xhtml": b"<html xmlns='http://www.w3.org/1999/xhtml'><script>alert(1)</script></html>",
    "data.xml": b"<?xml version='1.0'?><?xml-stylesheet href='x.xsl'?><a/>",
    "picture.png": b"<html><script>alert(1)</script>",
    "noname": b"<html><script>alert(1)</script>",
    "odd.html.txt": b"<html><script>alert(1)</script>",
    "UPPER.HTML": b"<script>alert(1)</script>",
    "script.js": b"alert(1)",
}


@pytest.mark.parametrize("private", ["0", "1"])
@pytest.mark.parametrize("name", ACTIVE)
def test_an_upload_never_runs(house: House, page: Client, name: str, private: str) -> None:
    """Active content is downloaded, not shown; nothing of it runs in the site's name."""
    data = {"file": (io.BytesIO(ACTIVE[name]), name), "is_private": private}
    made = house("sys", "POST", API + "upload_file", data=data)
    assert_clear(made)
    if made.status_code != 200:
        return
    answer = page.get(made.json["message"]["file_url"])
    assert answer.status_code == 200
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    active = answer.mimetype in ("text/html", "image/svg+xml", "application/xhtml+xml", "text/xml",
                                 "application/xml", "text/javascript", "application/javascript")  # fmt: skip
    shown = not answer.headers.get("Content-Disposition", "").startswith("attachment")
    assert not (active and shown), (answer.mimetype, answer.headers)


def test_a_website_user_uploads_no_programs(house: House) -> None:
    """Who is no desk user may send documents and pictures, nothing that a browser would run."""
    for name in ("x.html", "x.svg", "x.js", "x.exe", "x.php", "x"):
        data = {"file": (io.BytesIO(b"x"), name), "is_private": "1"}
        answer = house("web", "POST", API + "upload_file", data=data)
        assert_clear(answer)
        assert answer.status_code in (403, 417), name
    data = {"file": (io.BytesIO(b"x"), "x.txt")}
    assert house("guest", "POST", API + "upload_file", data=data).status_code == 403


def test_a_zip_is_unpacked_into_its_folder(house: House) -> None:
    """Entries that climb out, links and bombs: refused or kept inside; the site's files stay as they are."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("../../evil.txt", "/etc/evil.txt", "..\\evil.txt", "a/../../../evil.txt"):
            archive.writestr(name, b"evil")
        archive.writestr("bomb.bin", b"\0" * (64 << 20))
    data = {"file": (io.BytesIO(packed.getvalue()), "evil.zip"), "is_private": "1"}
    made = house("sys", "POST", API + "upload_file", data=data).json["message"]
    config = (house.site.path / "site_config.json").read_bytes()
    for method in ("unzip_file", "frappe.core.api.file.unzip_file"):
        assert_clear(house.rpc("sys", method, name=made["name"]))
    run = {"dt": "File", "dn": made["name"], "method": "unzip"}
    assert_clear(house.rpc("sys", "run_doc_method", **run))
    outside = [
        path
        for path in house.site.path.parent.parent.rglob("evil.txt")
        if "files" not in path.parts
    ]
    assert outside == []
    assert (house.site.path / "site_config.json").read_bytes() == config


TEMPLATES = [
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ self.__init__.__globals__ }}", "{{ lipsum.__globals__['os'] }}",
    "{{ frappe.db.sql('drop table tabUser') }}", "{{ frappe.local.conf }}", "{{ frappe.conf }}",
    "{{ frappe.get_doc('User', 'Administrator').get_password('api_secret') }}",
    "{{ frappe.utils.password.get_decrypted_password('User', 'sys@example.com', 'api_secret') }}",
    "{{ frappe.get_doc('Sec All', 'A0').db_set('title', 'forged') }}",
    "{{ frappe.get_doc('Sec All', 'A0').delete() }}", "{{ doc.delete() }}", "{{ doc.db_set('title', 'forged') }}",
    "{{ frappe.set_user('Administrator') }}", "{% include '/etc/passwd' %}",
    "{% include '../../../site_config.json' %}", "{{ frappe.utils.file_manager.get_file('x') }}",
    "{{ frappe.utils.os }}", "{{ frappe.utils.get_site_path() }}", "{{ ''|attr('__class__') }}",
    "{% for x in range(10**9) %}x{% endfor %}", "{{ 'x' * 10**10 }}", "{{ joiner.__init__.__globals__ }}",
    "{{ frappe.utils.sys.modules }}", "{{ request.application.__globals__ }}", "{{ ''['format']('{0.__class__}') }}",
    "{{ '{0.__class__.__mro__}'.format(1) }}", "{% set x = frappe.flags %}{{ x }}", "{{ frappe.__builtins__ }}",
]  # fmt: skip
SPOKEN = ("encryption_key", "root:", "uid=", "<class '", "popen", "{'os'", "builtins")


@pytest.mark.parametrize("text", TEMPLATES)
def test_a_template_stays_a_template(house: House, text: str) -> None:
    """A print format of an administrator: no reach into the process, no secret, no change by a reader."""
    row = {"name": "Sec Format", "doc_type": "Sec All", "custom_format": 1, "html": f"<p>{text}</p>",
           "print_format_type": "Jinja", "standard": "No"}  # fmt: skip
    house("sys", "DELETE", "/api/resource/Print Format/Sec Format")
    made = house("sys", "POST", "/api/resource/Print Format", json=row)
    assert_clear(made)
    before = house.state()
    printed = {"doc": "Sec All", "name": "A0", "print_format": "Sec Format"}
    for who in ("reader", "sys"):
        answer = house.rpc(who, "frappe.www.printview.get_html_and_style", **printed)
        assert_clear(answer)
        shown = answer.get_data().decode().replace(json.dumps(text)[1:-1], "")
        assert not [word for word in SPOKEN if word in shown], (who, shown[:500])
    assert house.state() == before


@pytest.mark.parametrize(("doctype", "values"), [
    ("Print Format", {"doc_type": "Sec All", "html": "{{ 7*7 }}", "custom_format": 1, "standard": "No"}),
    ("Letter Head", {"letter_head_name": "L", "content": "{{ 7*7 }}"}),
    ("Email Template", {"subject": "{{ 7*7 }}", "response": "{{ 7*7 }}"}),
    ("Workflow", {"document_type": "Sec All"}), ("Report", {"report_name": "R", "ref_doctype": "Sec All",
     "report_type": "Query Report", "query": "select * from tabUser"}),
    ("Custom Field", {"dt": "Sec All", "fieldname": "x", "fieldtype": "Data"}),
    ("Property Setter", {"doc_type": "Sec All", "property": "x", "value": "y"}),
    ("Client Script", {"dt": "Sec All", "script": "x"}), ("DocType", {"module": "Core", "custom": 1}),
    ("Document Naming Rule", {"document_type": "Sec All", "prefix": "x"}), ("Role", {"role_name": "x"}),
    ("Custom DocPerm", {"parent": "Sec All", "role": "Sec Reader", "write": 1}),
    ("Number Card", {"document_type": "Sec Secret", "function": "Count", "is_public": 1}),
    ("Scheduled Job Type", {"method": "os.system"}), ("File", {"file_url": "/private/files/../x"}),
])  # fmt: skip
def test_who_may_not_write_templates_cannot(
    house: House, doctype: str, values: dict[str, Any]
) -> None:
    """Texts that the server reads as a program or a rule are for administrators."""
    before = house.state()
    for who in ("writer", "reader", "nobody", "web", "guest"):
        body = {"name": f"by {who}", **values}
        answer = house(who, "POST", f"/api/resource/{doctype}", json=body)
        assert_clear(answer)
        assert answer.status_code in (403, 404, 417), (who, answer.text[:200])
    assert house.state() == before


INJECTED = ["' or '1'='1", "'; drop table tabUser; --", "` union select 1 -- ", "\") or 1=1 --",
            "%' or '%'='", "0x27", "\\'", "${7*7}", "{{7*7}}", "A0' and (select 1)='1"]  # fmt: skip
PLACES: list[tuple[str, dict[str, Any]]] = [
    ("frappe.desk.search.search_link", {"doctype": "Sec All", "txt": "@"}),
    ("frappe.desk.search.search_link", {"doctype": "Sec All", "txt": "", "searchfield": "@"}),
    ("frappe.desk.search.search_link", {"doctype": "Sec All", "txt": "", "query": "@"}),
    ("frappe.desk.search.search_link", {"doctype": "@", "txt": ""}),
    ("frappe.desk.reportview.get", {"doctype": "Sec All", "fields": '["name"]', "order_by": "@"}),
    ("frappe.desk.reportview.get", {"doctype": "Sec All", "fields": '["@"]'}),
    ("frappe.desk.reportview.get", {"doctype": "Sec All", "fields": '["name"]', "group_by": "@",
                                    "aggregate_on_field": "@", "aggregate_function": "@"}),
    ("frappe.desk.reportview.get_stats", {"doctype": "Sec All", "stats": '["@"]'}),
    ("frappe.desk.listview.get_group_by_count", {"doctype": "Sec All", "current_filters": "[]", "field": "@"}),
    ("frappe.desk.doctype.tag.tag.add_tag", {"dt": "Sec All", "dn": "A0", "tag": "@"}),
    ("frappe.desk.doctype.tag.tag.get_tagged_docs", {"doctype": "Sec All", "tag": "@"}),
    ("frappe.desk.treeview.get_children", {"doctype": "Sec All", "parent": "@"}),
    ("frappe.client.get_value", {"doctype": "Sec All", "fieldname": "@", "filters": "A0"}),
    ("frappe.client.get_value", {"doctype": "Sec All", "fieldname": "name", "filters": "@"}),
    ("frappe.client.validate_link", {"doctype": "Sec All", "docname": "@", "fields": '["@"]'}),
    ("frappe.client.get_list", {"doctype": "Sec All", "filters": '{"name": "@"}', "parent": "@"}),
    ("frappe.client.rename_doc", {"doctype": "Sec All", "old_name": "@", "new_name": "@"}),
    ("frappe.desk.form.linked_with.get", {"doctype": "Sec All", "docname": "@"}),
    ("frappe.utils.global_search.search", {"text": "@", "doctype": "Sec All"}),
    ("frappe.desk.form.utils.get_next", {"doctype": "Sec All", "value": "@", "prev": "0",
                                         "sort_field": "@", "sort_order": "@"}),
    ("frappe.desk.calendar.get_events", {"doctype": "Sec All", "start": "@", "end": "@", "field_map": "{}"}),
    ("frappe.model.utils.user_settings.save", {"doctype": "@", "user_settings": "{}"}),
    ("frappe.core.doctype.document_naming_settings.document_naming_settings.preview", {"series": "@"}),
]  # fmt: skip


@pytest.mark.parametrize(("method", "arguments"), PLACES, ids=range(len(PLACES)))
def test_no_grammar_is_injected(house: House, method: str, arguments: dict[str, Any]) -> None:
    """Text that would end a literal or an identifier: taken as text or refused, whoever sends it."""
    before = [row for row in house.state() if row]
    for text in INJECTED:
        escaped = json.dumps(text)[1:-1]
        body = {
            key: value.replace("@", escaped if value.startswith(("[", "{")) else text)
            for key, value in arguments.items()
        }
        for who in ("sys", "reader"):
            answer = house.rpc(who, method, **body)
            assert_clear(answer)
            assert "hidden words" not in answer.text
            assert "49" not in answer.text or "7*7" not in text
    assert [row[0] for row in house.state()] == [row[0] for row in before]
