"""Web forms: what a visitor may send, what is left out, who sees which entries, and their pages."""

from __future__ import annotations

import base64
import json
from typing import Any

import frappe
import pytest
from ristretto.context import Site
from ristretto.db.connect import connected
from ristretto.document import get_doc
from ristretto.web.app import create_app
from web_world import Caller, doctype, field, make_user

MODULE = "frappe.website.doctype.web_form.web_form"
FIELDS = [
    {"fieldname": "title", "fieldtype": "Data", "label": "Title", "reqd": 1, "max_length": 40},
    {"fieldname": "kind", "fieldtype": "Select", "label": "Kind", "options": "Praise\nBlame"},
    {"fieldname": "place", "fieldtype": "Link", "label": "Place", "options": "Form Place"},
    {"fieldname": "file", "fieldtype": "Attach", "label": "File"},
    {"fieldname": "answer", "fieldtype": "Data", "label": "Answer", "read_only": 1},
    {"fieldname": "items", "fieldtype": "Table", "label": "Items"},
]


def form(title: str, route: str, **values: Any) -> None:
    given = {"title": title, "route": route, "doc_type": "Form Voice", "published": 1, **values}
    fields = [dict(row) for row in given.pop("fields", FIELDS)]
    get_doc({"doctype": "Web Form", "web_form_fields": fields, **given}).insert()


@pytest.fixture(scope="module")
def world(site: Site) -> dict[str, Any]:
    """Forms open to guests, to signed-in people once, to them often, closed, anonymous; two people and a guest."""
    with connected(site, mode="write") as context:
        doctype(
            "Form Item",
            [field("what", "Data", in_list_view=1), field("price", "Data", permlevel=1)],
            istable=1,
        )
        doctype("Form Place", [field("secret", "Data")], autoname="prompt")
        own = [
            field("title", "Data"),
            field("kind", "Select", options="Praise\nBlame\nInternal"),
            field("place", "Link", options="Form Place"),
            field("file", "Attach"),
            field("answer", "Data", default="none"),
            field("level", "Data", permlevel=1),
            field("state", "Data"),
            field("items", "Table", options="Form Item"),
        ]
        doctype("Form Voice", own, autoname="hash", for_readers=False)
        get_doc({"doctype": "Form Place", "name": "Huế", "secret": "x"}).insert()
        form("Voices", "voices")
        form("Once", "once", login_required=1, allow_edit=1, show_list=1, allow_comments=1)
        form("Often", "often", login_required=1, allow_multiple=1, allow_delete=1, show_list=1)
        form("Closed", "closed", published=0)
        form("Nameless", "nameless", anonymous=1)
        form(
            "Scripted",
            "scripted",
            client_script="frappe.ready(() => {});",
            custom_css="h1 { color: red }",
        )
        tokens = {each: make_user(f"{each}@example.com") for each in ("ann", "bob")}
        for user in tokens:
            frappe.db.set_value("User", f"{user}@example.com", "user_type", "Website User")
        context.db.commit()
    app = create_app(site.sites_path, site.name)
    callers: dict[str, Any] = {name: Caller(app, token) for name, token in tokens.items()}
    return {**callers, "guest": Caller(app), "site": site}


@pytest.fixture(autouse=True)
def no_counting(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit of calls has its own test."""
    monkeypatch.setattr("frappe.rate_limiter._applies", lambda _methods: False)


def send(caller: Caller, web_form: str, **data: Any) -> Any:
    return caller.rpc(f"{MODULE}.accept", web_form=web_form, data=json.dumps(data))


def stored(world: dict[str, Any], name: str) -> Any:
    with connected(world["site"], mode="read"):
        return frappe.get_doc("Form Voice", name)


def said(answer: Any) -> str:
    return str(json.loads(json.loads(answer.get_json()["_server_messages"])[0])["message"])


def test_a_guest_sends_a_form(world: dict[str, Any]) -> None:
    """The form's own fields are stored, in the name of the guest."""
    answer = send(
        world["guest"], "voices", title="Hello", kind="Praise", place="Huế", items=[{"what": "pen"}]
    )
    assert answer.status_code == 200, answer.text
    doc = stored(world, answer.get_json()["message"]["name"])
    assert (doc.title, doc.kind, doc.place, doc.owner) == ("Hello", "Praise", "Huế", "Guest")
    assert [row.what for row in doc.items] == ["pen"]


def test_what_is_not_the_forms_is_left_out(world: dict[str, Any]) -> None:
    """Other fields, fields of a level, shown ones, standard ones, and names of rows stay as the system makes them."""
    data = {
        "title": "x",
        "state": "Done",
        "level": "y",
        "answer": "mine",
        "owner": "Administrator",
        "docstatus": 1,
    }
    rows = [{"what": "a", "price": "0", "name": "taken", "parent": "other"}]
    doc = stored(
        world, send(world["guest"], "voices", items=rows, **data).get_json()["message"]["name"]
    )
    assert (doc.state, doc.level, doc.answer, doc.owner, doc.docstatus) == (
        None,
        None,
        "none",
        "Guest",
        0,
    )
    assert (doc.items[0].price, doc.items[0].parent) == (None, doc.name)
    assert doc.items[0].name != "taken"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "Please fill in: Title"),
        ({"title": "x" * 41}, "at most 40"),
        ({"title": "x", "kind": "Internal"}, "Kind: choose"),
        ({"title": "x", "place": "Nowhere"}, "Place: choose"),
        ({"title": ["x"]}, "cannot be used"),
        ({"title": "x", "items": "rows"}, "cannot be used"),
        ({"title": "x", "file": "/private/files/other.txt"}, "choose a file"),
        ({"title": "x", "web_form_home_page": "http://spam.example"}, "could not be sent"),
        ({"title": "x", "name": "some"}, "not allowed to update"),
    ],
)
def test_wrong_values_are_named(world: dict[str, Any], data: dict[str, Any], sentence: str) -> None:
    """417 with a sentence; nothing is stored."""
    with connected(world["site"], mode="read"):
        before = frappe.db.count("Form Voice")
    answer = send(world["guest"], "voices", **data)
    assert answer.status_code == 417, answer.text
    assert sentence in said(answer)
    with connected(world["site"], mode="read"):
        assert frappe.db.count("Form Voice") == before


def test_only_open_forms_and_only_by_post(world: dict[str, Any]) -> None:
    """Closed and unknown forms, guests where a login is asked, and a change by GET."""
    assert send(world["guest"], "closed", title="x").status_code == 403
    assert send(world["guest"], "nothing", title="x").status_code == 404
    assert send(world["guest"], "once", title="x").status_code == 417
    query = {"web_form": "voices", "data": json.dumps({"title": "by GET"})}
    assert (
        world["guest"]("GET", f"/api/method/{MODULE}.accept", query_string=query).status_code == 403
    )


def test_files_are_private_and_limited(world: dict[str, Any]) -> None:
    """A sent file belongs to the record and is not public; one that is too large is refused."""
    content = base64.b64encode(b"hello").decode()
    answer = send(
        world["guest"], "voices", title="f", file=f"a.txt,data:text/plain;base64,{content}"
    )
    assert answer.status_code == 200, answer.text
    doc = stored(world, answer.get_json()["message"]["name"])
    with connected(world["site"], mode="write") as context:
        file = frappe.get_doc("File", {"file_url": doc.file})
        assert (file.is_private, file.attached_to_name) == (1, doc.name)
        frappe.db.set_value("Web Form", "voices", "max_attachment_size", 1)
        context.db.commit()
    assert world["guest"]("GET", doc.file).status_code == 403
    large = base64.b64encode(b"x" * (1024 * 1024 + 1)).decode()
    refused = send(
        world["guest"], "voices", title="f", file=f"a.txt,data:text/plain;base64,{large}"
    )
    assert (refused.status_code, "larger than" in said(refused)) == (417, True)


def test_one_entry_and_only_its_owner(world: dict[str, Any]) -> None:
    """A second entry is refused; strangers neither read nor change it; its owner changes it."""
    name = send(world["ann"], "once", title="mine").get_json()["message"]["name"]
    assert "already" in said(send(world["ann"], "once", title="again"))
    assert send(world["bob"], "once", title="taken", name=name).status_code == 403
    assert send(world["ann"], "once", title="changed", name=name).status_code == 200
    assert stored(world, name).title == "changed"

    for who, status in (("ann", 200), ("bob", 403), ("guest", 403)):
        asked = {"doctype": "Form Voice", "docname": name, "web_form_name": "once"}
        answer = world[who].rpc(f"{MODULE}.get_form_data", **asked)
        assert answer.status_code == status, answer.text
    other = {"doctype": "User", "docname": "Administrator", "web_form_name": "once"}
    assert world["ann"].rpc(f"{MODULE}.get_form_data", **other).status_code == 403


def test_entries_are_deleted_by_their_owner(world: dict[str, Any]) -> None:
    """Only where the form allows it, and all or none."""
    mine = send(world["ann"], "often", title="1").get_json()["message"]["name"]
    hers = send(world["bob"], "often", title="2").get_json()["message"]["name"]
    both = json.dumps([mine, hers])
    assert (
        world["ann"]
        .rpc(f"{MODULE}.delete_multiple", web_form_name="often", docnames=both)
        .status_code
        == 403
    )
    assert (
        world["ann"].rpc(f"{MODULE}.delete", web_form_name="once", docname=mine).status_code == 403
    )
    assert (
        world["ann"].rpc(f"{MODULE}.delete", web_form_name="often", docname=mine).status_code == 200
    )
    with connected(world["site"], mode="read"):
        assert (frappe.db.exists("Form Voice", mine), frappe.db.exists("Form Voice", hers)) == (
            None,
            hers,
        )


def test_nothing_is_kept_of_who_sent_an_anonymous_form(world: dict[str, Any]) -> None:
    """Signed in or not, the record is the guest's."""
    name = send(world["ann"], "nameless", title="x").get_json()["message"]["name"]
    doc = stored(world, name)
    assert (doc.owner, doc.modified_by) == ("Guest", "Guest")


def test_pages(world: dict[str, Any]) -> None:
    """Where each address leads; other people's entries and closed forms have no page."""

    def page(who: str, path: str) -> Any:
        return world[who]("GET", path, headers={"Accept": "text/html"})

    assert page("guest", "/voices").location == "/voices/new"
    shown = page("guest", "/voices/new")
    assert (shown.status_code, "wf-settings" in shown.text, "<script>" in shown.text) == (
        200,
        True,
        False,
    )
    assert "login?redirect-to" in page("guest", "/once/new").location
    assert page("ann", "/often").location == "/often/list"
    name = send(world["ann"], "often", title="<b>bold</b> one").get_json()["message"]["name"]
    listed = page("ann", "/often/list").text
    assert name in listed
    assert "<b>bold</b>" not in listed
    assert page("ann", f"/often/{name}").status_code == 200
    assert page("bob", f"/often/{name}").status_code == 403
    assert page("ann", f"/often/{name}/edit").location == f"/often/{name}"
    assert page("guest", "/closed/new").status_code == 404
    assert page("ann", "/often/nothing").status_code == 404


def test_a_forms_own_code_has_an_address(world: dict[str, Any]) -> None:
    """Script and style come as files of our own origin, of published forms only."""
    text = world["guest"]("GET", "/scripted/new", headers={"Accept": "text/html"}).text
    address = text.split('src="/web-form-script/')[1].split('"')[0]
    script = world["guest"]("GET", f"/web-form-script/{address}")
    assert (script.mimetype, "frappe.ready" in script.text) == ("text/javascript", True)
    assert world["guest"]("GET", "/web-form-style/scripted").mimetype == "text/css"
    assert world["guest"]("GET", "/web-form-script/closed").status_code == 404


def test_comments_of_entries(world: dict[str, Any]) -> None:
    """By those who see the entry, where the form has comments, as plain text."""
    with connected(world["site"], mode="read"):
        name = frappe.get_all("Form Voice", {"owner": "ann@example.com"}, pluck="name")[0]
    given = {"web_form": "once", "docname": name, "comment": "<img src=x>hi"}
    assert (
        world["ann"].rpc(f"{MODULE}.add_comment", **given).get_json()["message"]["content"] == "hi"
    )
    assert world["bob"].rpc(f"{MODULE}.add_comment", **given).status_code == 403
    assert (
        world["ann"].rpc(f"{MODULE}.add_comment", **{**given, "web_form": "often"}).status_code
        == 403
    )


def test_too_many_at_once(world: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """After ten in a minute from one address the next is told to wait."""
    monkeypatch.setattr("frappe.rate_limiter._applies", lambda _methods: True)
    answers = [
        send(world["guest"], "voices", title=str(number)).status_code for number in range(11)
    ]
    assert answers == [200] * 10 + [429]


@pytest.mark.parametrize(
    "values",
    [
        {"doc_type": "DocType"},
        {"fields": [{"fieldname": "nothing", "fieldtype": "Data"}]},
        {"fields": [{"fieldname": "level", "fieldtype": "Data"}]},
        {"condition_json": "{}"},
    ],
)
def test_forms_that_cannot_be(world: dict[str, Any], values: dict[str, Any]) -> None:
    """Definitions, unknown fields, fields of a level, and conditions that are no list are refused."""
    with connected(world["site"], mode="write"), pytest.raises(frappe.ValidationError):
        form("Bad", "bad", **values)
