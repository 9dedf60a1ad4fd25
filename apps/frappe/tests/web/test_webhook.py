"""Webhooks: what a change of a record sends to another program, and what the log keeps of it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from typing import Any

import frappe
import pytest
from other_program import Server, running
from ristretto.db.connect import connected
from ristretto.jobs import outbox, worker
from web_world import World

SECRET = "a-secret-of-both"


@pytest.fixture
def server(world: World) -> Iterator[Server]:
    """Another program on this machine, which the site's configuration allows."""
    with running() as made:
        world.site.save_conf(webhook_allowed_hosts=[f"127.0.0.1:{made.server_port}"])
        yield made
    world.site.save_conf(webhook_allowed_hosts=None)
    with connected(world.site, mode="write") as context:
        for name in frappe.get_all("Webhook", pluck="name"):
            frappe.delete_doc("Webhook", name, force=True)
        frappe.db.delete("Webhook Request Log")
        context.db.commit()


@pytest.fixture(autouse=True)
def quick_retries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "RETRY_SECONDS", 0.0)


def hook(world: World, url: str, **values: Any) -> Any:
    body = {
        "name": "Hook",
        "webhook_doctype": "Web Main",
        "webhook_docevent": "on_update",
        "request_url": url,
        "request_structure": "JSON",
        "webhook_json": '{"id": {{ doc.name | tojson }}, "n": {{ doc.n or 0 }}}',
        **values,
    }
    answer = world.sys("POST", "/api/resource/Webhook", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json["data"]


def change(world: World, name: str = "M-003", **values: Any) -> None:
    answer = world.sys("PUT", f"/api/resource/Web Main/{name}", json=values)
    assert answer.status_code == 200, answer.text


def run_jobs(world: World) -> None:
    while worker.run_next(world.site):
        continue


def logs(world: World) -> list[Any]:
    with connected(world.site, mode="read"):
        return list(frappe.get_all("Webhook Request Log", fields=["*"], order_by="creation"))


def test_a_change_is_told_with_a_signature(world: World, server: Server) -> None:
    """The body is the template's JSON, the signature its HMAC-SHA256; secrets stay out of the log."""
    made = hook(
        world,
        f"{server.url}/in?token=t0ken&a=1",
        enable_security=1,
        webhook_secret=SECRET,
        webhook_headers=[{"key": "X-Api-Key", "value": "k3y"}],
    )
    assert made["webhook_secret"] == "*" * len(SECRET)
    server.answers = [(200, {}, b"thanks")]
    change(world, n=7)
    assert server.asked == [], "nothing is sent before the commit, nor by the request itself"
    run_jobs(world)
    ((verb, path, headers, body),) = server.asked
    assert (verb, path, json.loads(body)) == (
        "POST",
        "/in?token=t0ken&a=1",
        {"id": "M-003", "n": 7},
    )
    expected = base64.b64encode(hmac.digest(SECRET.encode(), body, hashlib.sha256)).decode()
    assert headers["X-Frappe-Webhook-Signature"] == expected
    assert headers["X-Api-Key"] == "k3y"
    (row,) = logs(world)
    assert (row.reference_document, row.user, row.response) == (
        "M-003",
        "sys@example.com",
        "thanks",
    )
    assert not row.error
    for secret in (SECRET, "k3y", "t0ken"):
        assert secret not in json.dumps(row, default=str)


def test_fields_under_keys(world: World, server: Server) -> None:
    """Chosen fields become JSON, or a form where the header of the record says so."""
    rows = [{"fieldname": "name", "key": "id"}, {"fieldname": "dd", "key": "day"}]
    how: dict[str, Any] = {"request_structure": "Form URL-Encoded", "webhook_data": rows}
    hook(world, server.url, **how)
    change(world, dd="2026-11-22")
    run_jobs(world)
    form = "application/x-www-form-urlencoded"
    headers = [{"key": "Content-Type", "value": form}]
    world.sys("PUT", "/api/resource/Webhook/Hook", json={"webhook_headers": headers})
    change(world, dd="2026-11-23")
    run_jobs(world)
    first, second = server.asked
    assert json.loads(first[3]) == {"id": "M-003", "day": "2026-11-22"}
    assert first[2]["Content-Type"] == "application/json"
    assert second[3] == b"id=M-003&day=2026-11-23"
    assert second[2]["Content-Type"] == form


def test_events_and_conditions(world: World, server: Server) -> None:
    """Each event sends its own; a condition that is not met sends nothing; on_change skips new records only."""
    for event in ("after_insert", "on_trash", "on_change"):
        hook(
            world,
            f"{server.url}/{event}",
            name=event,
            webhook_docevent=event,
            condition="doc.n != 1",
        )
    hook(
        world,
        f"{server.url}/submit",
        name="s",
        webhook_doctype="Web Sub",
        webhook_docevent="on_submit",
    )
    update = "on_update_after_submit"
    hook(world, f"{server.url}/after", name="u", webhook_doctype="Web Sub", webhook_docevent=update)
    made = {"title": "t", "n": 2}
    world.sys("POST", "/api/resource/Web Main", json={"name": "E-1", **made})
    world.sys("POST", "/api/resource/Web Main", json={"name": "E-2", **made, "n": 1})
    change(world, "E-1", n=3)
    world.sys("DELETE", "/api/resource/Web Main/E-1")
    name = world.sys("POST", "/api/resource/Web Sub", json={"docstatus": 1}).json["data"]["name"]
    world.sys("PUT", f"/api/resource/Web Sub/{name}", json={"remark": "r"})
    run_jobs(world)
    told = [path for _verb, path, _headers, _body in server.asked]
    assert told == ["/after_insert", "/on_change", "/on_trash", "/on_change", "/submit", "/after"]


def test_what_is_rolled_back_is_not_told(world: World, server: Server) -> None:
    """Neither after a rollback nor after one to a savepoint; several saves in one transaction are told once."""
    hook(world, server.url)
    with connected(world.site, mode="write") as context:
        doc = frappe.get_doc("Web Main", "M-004")
        doc.n = 1
        doc.save()
        context.db.rollback()
        context.db.begin("write")
        doc = frappe.get_doc("Web Main", "M-004")
        doc.n = 50
        doc.save()
        frappe.db.savepoint("s")
        doc.n = 60
        doc.save()
        frappe.db.rollback(save_point="s")
        context.db.commit()
    run_jobs(world)
    assert [json.loads(body)["n"] for _verb, _path, _headers, body in server.asked] == [50]


def test_a_failing_program_is_tried_again(world: World, server: Server) -> None:
    """500, then 200: two requests, two rows, and the job is done."""
    hook(world, server.url)
    server.answers = [(500, {}, b"down"), (200, {}, b"up")]
    change(world, n=11)
    run_jobs(world)
    assert len(server.asked) == 2
    first, second = logs(world)
    assert (first.response, first.error) == ("down", "The answer was 500 Internal Server Error")
    assert (second.response, second.error) == ("up", None)


def test_a_program_that_stays_down_is_given_up(world: World, server: Server) -> None:
    """After five tries; a refusal by the program itself (404) is not tried again."""
    hook(world, server.url)
    server.answers = [(503, {}, b"")] * 9
    change(world, n=12)
    run_jobs(world)
    assert len(logs(world)) == 5
    server.answers = [(404, {}, b"")]
    change(world, n=13)
    run_jobs(world)
    assert len(logs(world)) == 6


def test_a_closed_address_is_refused_once(world: World, server: Server) -> None:
    """A redirect into the net and an address that nobody allowed end in one row each."""
    hook(world, server.url)
    server.answers = [(307, {"Location": "http://169.254.169.254/latest/meta-data"}, b"")]
    change(world, n=14)
    run_jobs(world)
    world.sys("PUT", "/api/resource/Webhook/Hook", json={"request_url": "http://localhost:1/x"})
    change(world, n=15)
    run_jobs(world)
    errors = [row.error for row in logs(world)]
    assert len(errors) == 2
    assert all("inside the network" in error for error in errors)


def test_a_broken_template_is_logged(world: World, server: Server) -> None:
    """Nothing is sent, the save stands, the row says why."""
    hook(world, server.url, webhook_json='{"id": {{ doc.name }} }')
    change(world, n=16)
    run_jobs(world)
    assert server.asked == []
    assert logs(world)[0].error.startswith("Not sent: Expecting value")


def test_switched_off_means_nothing_is_sent(world: World, server: Server) -> None:
    """Neither by later changes nor by orders that already wait."""
    hook(world, server.url)
    change(world, n=17)
    world.sys("PUT", "/api/resource/Webhook/Hook", json={"enabled": 0})
    change(world, n=18)
    run_jobs(world)
    assert server.asked == []


def test_a_preview_shows_what_would_be_sent(world: World, server: Server) -> None:
    """Body and condition of a chosen record, without sending."""
    doc = hook(world, server.url, condition="doc.n > 100")
    doc |= {"preview_document": "M-005", "doctype": "Webhook"}
    answer = world.sys.rpc("run_doc_method", docs=json.dumps(doc), method="generate_preview").json
    shown = answer["docs"][0]
    assert json.loads(shown["preview_request_body"])["id"] == "M-005"
    assert shown["meets_condition"] == "No"
    queues = "frappe.integrations.doctype.webhook.webhook.get_all_queues"
    assert set(world.sys.rpc(queues).json["message"]) >= {"short", "default", "long"}
    assert world.reader.rpc(queues).status_code == 403


@pytest.mark.parametrize(
    "values",
    [
        {"request_url": "not a url"},
        {"request_url": "ftp://example.com/"},
        {"condition": "doc.x =="},
        {"webhook_docevent": "on_submit"},
        {"webhook_docevent": "nope"},
        {"webhook_json": "{{ doc. }}"},
        {"enable_security": 1},
        {"request_structure": "", "webhook_data": [{"fieldname": "n", "key": k} for k in "ab"]},
    ],
)
def test_what_cannot_work_is_refused(world: World, values: dict[str, Any]) -> None:
    """Addresses, conditions, events, templates, missing secrets and doubled fields."""
    body = {"name": "Bad", "webhook_doctype": "Web Main", "webhook_docevent": "on_update"}
    body |= {"request_url": "https://example.com/", "request_structure": "JSON", **values}
    assert world.sys("POST", "/api/resource/Webhook", json=body).status_code == 417


def test_webhooks_are_for_system_managers(world: World, server: Server) -> None:
    """A reader may neither see nor make one, nor read what was sent."""
    hook(world, server.url)
    body = {"name": "R", "webhook_doctype": "Web Main", "request_url": server.url}
    assert world.reader("POST", "/api/resource/Webhook", json=body).status_code == 403
    for doctype in ("Webhook", "Webhook Request Log"):
        assert world.reader("GET", f"/api/resource/{doctype}").status_code == 403
