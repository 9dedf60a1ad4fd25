"""Server Scripts: off until the operator says so; events, methods and conditions of lists run within limits."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import frappe
import pytest
from ristretto.context.site import read_json
from ristretto.db.connect import connected
from ristretto.site import config
from ristretto.web.app import create_app
from web_world import SYS, Caller, World


def switch(world: World, **values: Any) -> None:
    """Set keys of the bench's common configuration; None removes."""
    path = config.common_path(world.site.sites_path)
    stored = {**read_json(path), **values}
    config.write_json(path, {k: v for k, v in stored.items() if v is not None})


@pytest.fixture(scope="module", autouse=True)
def script_manager(world: World) -> None:
    with connected(world.site, mode="write") as context:
        frappe.get_doc("User", SYS).add_roles("Script Manager")
        context.db.commit()


@pytest.fixture(autouse=True)
def enabled(world: World) -> Iterator[None]:
    """Scripts are on for a test, and none is left behind by it."""
    switch(world, server_script_enabled=1, server_script_event_seconds=0.3)
    yield
    with connected(world.site, mode="write") as context:
        for name in frappe.get_all("Server Script", pluck="name"):
            frappe.delete_doc("Server Script", name)
        context.db.commit()
    switch(world, server_script_enabled=None, server_script_event_seconds=None)


def script(world: World, name: str, kind: str, text: str, **values: Any) -> Any:
    body = {"name": name, "script_type": kind, "script": text, **values}
    answer = world.sys("POST", "/api/resource/Server Script", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json


def on_save(world: World, text: str, event: str = "Before Save") -> Any:
    return script(
        world, "Rule", "DocType Event", text, reference_doctype="Web Main", doctype_event=event
    )


def insert(world: World, name: str, **values: Any) -> Any:
    body = {"name": name, "title": name, **values}
    return world.sys("POST", "/api/resource/Web Main", json=body)


def test_only_script_managers_may_see_or_write_scripts(world: World) -> None:
    """System Manager with the role Script Manager writes; a reader is refused, for the list too."""
    script(world, "A", "API", "pass", api_method="a")
    body = {"name": "B", "script_type": "API", "api_method": "b", "script": "pass"}
    assert world.reader("POST", "/api/resource/Server Script", json=body).status_code == 403
    assert world.reader("GET", "/api/resource/Server Script").status_code == 403
    assert world.reader("GET", "/api/resource/Server Script/A").status_code == 403
    with connected(world.site, mode="write") as context:
        frappe.get_doc("User", SYS).remove_roles("Script Manager")
        context.db.commit()
    try:
        assert world.sys("POST", "/api/resource/Server Script", json=body).status_code == 403
    finally:
        with connected(world.site, mode="write") as context:
            frappe.get_doc("User", SYS).add_roles("Script Manager")
            context.db.commit()


def test_a_script_before_a_save_changes_and_refuses(world: World) -> None:
    """What it sets is stored, what it throws is told, and a refused record is not there."""
    on_save(
        world,
        "doc.title = doc.title.upper()\nif doc.n and doc.n > 9:\n    frappe.throw('too many')",
    )
    assert insert(world, "s1", title="low").json["data"]["title"] == "LOW"
    refused = insert(world, "s2", n=10)
    assert refused.status_code == 417
    assert "too many" in refused.text
    assert world.sys("GET", "/api/resource/Web Main/s2").status_code == 404


def test_a_change_of_a_script_is_live_at_the_next_request(world: World) -> None:
    """Disabled, changed and deleted scripts have no effect from the next request on."""
    on_save(world, "doc.title = 'one'")
    assert insert(world, "l1").json["data"]["title"] == "one"
    path = "/api/resource/Server Script/Rule"
    world.sys("PUT", path, json={"script": "doc.title = 'two'"})
    assert insert(world, "l2").json["data"]["title"] == "two"
    world.sys("PUT", path, json={"disabled": 1})
    assert insert(world, "l3").json["data"]["title"] == "l3"
    world.sys("PUT", path, json={"disabled": 0})
    assert insert(world, "l4").json["data"]["title"] == "two"
    versions = world.sys(
        "GET", "/api/resource/Version", query_string={"filters": '[["docname", "=", "Rule"]]'}
    )
    assert len(versions.json["data"]) == 3
    world.sys("DELETE", path)
    assert insert(world, "l5").json["data"]["title"] == "l5"


@pytest.mark.parametrize(
    "text",
    [
        "while True: pass",
        "while True:\n  try:\n    while True: pass\n  except:\n    pass",
        "def f():\n  try:\n    while True: pass\n  finally:\n    f()\nf()",
        "[0 for _a in range(1000000) for _b in range(1000000)]".replace("_a", "a").replace(
            "_b", "b"
        ),
        "f = lambda n: n and f(n - 1) + f(n - 1)\nf(200)",
    ],
)
def test_a_script_that_runs_on_is_stopped(world: World, text: str) -> None:
    """Whatever it catches: the save ends with a sentence, and nothing of it is stored."""
    on_save(world, "doc.title = 'changed'\n" + text)
    answer = insert(world, "loop")
    assert answer.status_code == 503
    assert "it took longer than 0.3 seconds" in answer.text
    assert world.sys("GET", "/api/resource/Web Main/loop").status_code == 404


def test_scripts_that_set_off_each_other_are_stopped(world: World) -> None:
    """A script that saves its own record is told so after some rounds."""
    on_save(world, "frappe.get_doc('Web Main', doc.name).save()", "After Save")
    answer = insert(world, "again")
    assert answer.status_code == 417
    assert "set off each other" in answer.text


def test_a_mistake_names_script_and_line(world: World) -> None:
    """The person who saves reads where the script is wrong; commit is not among its names."""
    on_save(world, "x = 1\ny = x + nothing")
    answer = insert(world, "wrong")
    assert answer.status_code == 417
    assert "Server Script Rule, line 2: NameError: name 'nothing' is not defined" in answer.text
    assert "name 'nothing' is not defined" in logged(world, "Rule")[0].error
    path = "/api/resource/Server Script/Rule"
    for call in ("commit", "rollback", "add_index"):
        world.sys("PUT", path, json={"script": f"frappe.db.{call}()"})
        assert f"no attribute '{call}'" in insert(world, "wrong").text


def logged(world: World, name: str) -> list[Any]:
    with connected(world.site, mode="read"):
        return list(frappe.get_all("Error Log", {"reference_name": name}, ["method", "error"]))


def test_a_mistake_of_a_method_is_logged(world: World) -> None:
    """The caller reads script and line, the log keeps the trace, and nothing else of the call is kept."""
    text = "frappe.get_doc({'doctype': 'Web Ref', 'title': 'lost'}).insert()\nx = 1 / 0"
    script(world, "Slip", "API", text, api_method="slip")
    answer = world.sys.rpc("slip")
    assert answer.status_code == 417
    assert "Server Script Slip, line 2: ZeroDivisionError" in answer.text
    (row,) = logged(world, "Slip")
    assert "ZeroDivisionError" in row.error
    assert world.sys("GET", "/api/resource/Web Ref/lost").status_code == 404


def test_what_a_script_may_not_do_is_shown_when_it_is_saved(world: World) -> None:
    """Python that cannot be read is refused with its line; what the sandbox forbids is kept with a warning."""
    made = on_save(world, "x = 1\ny = x._hidden")
    assert "Line 2:" in json.loads(made["_server_messages"])[0]
    assert insert(world, "import").status_code == 417
    refused = world.sys(
        "PUT", "/api/resource/Server Script/Rule", json={"script": "x = 1\nif x\n  pass"}
    )
    assert refused.status_code == 417
    assert "line 2" in refused.json["exception"]
    assert len(json.loads(refused.json["_server_messages"])) == 1


def test_a_method_answers_with_its_response_or_flags(world: World) -> None:
    """`frappe.response` and `frappe.flags` become the answer; the caller's values are in `form_dict`."""
    script(
        world,
        "M",
        "API",
        "frappe.response['message'] = frappe.form_dict.word + ' ' + frappe.user",
        api_method="say_it",
    )
    assert world.reader.rpc("say_it", word="hi").json["message"] == "hi reader@example.com"
    v2 = world.reader("POST", "/api/v2/method/say_it", json={"word": "ho"})
    assert v2.json["message"].startswith("ho ")
    script(world, "F", "API", "frappe.flags.total = 1 + 2", api_method="sum.up")
    assert world.reader("GET", "/api/method/sum.up").json["message"] == {"total": 3}


def test_a_method_keeps_what_it_wrote_unless_it_only_reads_or_fails(world: World) -> None:
    """POST commits, GET rolls back, an error rolls back and comes with its own status."""
    text = (
        "frappe.get_doc({'doctype': 'Web Ref', 'title': frappe.form_dict.title}).insert()\n"
        "if frappe.form_dict.title == 'bad':\n    frappe.throw('no', frappe.DoesNotExistError)"
    )
    script(world, "W", "API", text, api_method="keep")
    assert world.sys.rpc("keep", title="kept").status_code == 200
    assert world.sys("GET", "/api/method/keep?title=read").status_code == 200
    assert world.sys.rpc("keep", title="bad").status_code == 404
    assert world.reader.rpc("keep", title="other").status_code == 403
    rows = world.sys("GET", "/api/resource/Web Ref", query_string={"limit": 50}).json["data"]
    names = {row["name"] for row in rows}
    assert "kept" in names
    assert names.isdisjoint({"read", "bad", "other"})


def test_guests_and_rates_of_a_method(world: World) -> None:
    """Guests need their own permission; beyond the limit the answer is 429."""
    script(world, "G", "API", "frappe.flags.a = 1", api_method="for_users")
    assert world.guest("GET", "/api/method/for_users").status_code == 403
    limits = {"allow_guest": 1, "enable_rate_limit": 1, "rate_limit_count": 2}
    script(world, "R", "API", "frappe.flags.a = 1", api_method="for_all", **limits)
    codes = [world.guest("GET", "/api/method/for_all").status_code for _ in range(3)]
    assert codes == [200, 200, 429]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("while True: pass", "after 1 seconds"), ("x = [b for b in bytes(2000000000)]", "memory")],
)
def test_a_method_is_held_to_time_and_memory(world: World, text: str, sentence: str) -> None:
    """A loop and an allocation end in a sentence; the next call works."""
    switch(world, server_script_seconds=1)
    script(world, "L", "API", text, api_method="large")
    answer = world.sys.rpc("large")
    switch(world, server_script_seconds=None)
    assert answer.status_code == 503, answer.text
    assert sentence in answer.text
    world.sys("PUT", "/api/resource/Server Script/L", json={"script": "frappe.flags.a = 1"})
    assert world.sys.rpc("large").json["message"] == {"a": 1}


def test_switched_off_scripts_say_so(world: World) -> None:
    """Without the operator's switch methods and saves are refused; a site's own switch does not count."""
    script(world, "O", "API", "pass", api_method="off")
    on_save(world, "pass")
    switch(world, server_script_enabled=None)
    world.site.save_conf(server_script_enabled=1)
    answer = world.sys("GET", "/api/method/off")
    assert answer.status_code == 403
    assert answer.json["exc_type"] == "ServerScriptNotEnabled"
    assert insert(world, "off").status_code == 403
    world.site.save_conf(server_script_enabled=None)


def test_a_condition_narrows_lists_and_never_widens_them(world: World) -> None:
    """Lists and counts follow it; a text that would close its parentheses is refused."""
    kind = {"reference_doctype": "Web Main"}
    script(world, "Q", "Permission Query", "conditions = \"status = 'Open'\"", **kind)
    rows = world.reader("GET", '/api/resource/Web Main?fields=["status"]&limit=0').json["data"]
    assert {row["status"] for row in rows} == {"Open"}
    path = "/api/resource/Server Script/Q"
    for text in ("1=0) or (1=1", "1=1 -- x", "1=1; select 1", "name = 'a"):
        world.sys("PUT", path, json={"script": f"conditions = {text!r}"})
        answer = world.reader("GET", "/api/resource/Web Main")
        assert answer.status_code == 417, text
        assert "one whole condition" in answer.text
    world.sys("PUT", path, json={"script": "if user == 'x': conditions = '1=0'"})
    assert world.reader("GET", "/api/resource/Web Main").status_code == 200


def test_scripts_call_scripts(world: World) -> None:
    """`frappe.call` and `run_script` reach methods of the site, with their own values."""
    script(world, "In", "API", "frappe.flags.got = frappe.form_dict.x", api_method="inner")
    text = (
        "frappe.flags.a = frappe.call('inner', x=1).got\nfrappe.flags.b = run_script('In', x=2).got\n"
        "frappe.flags.c = frappe.call('frappe.client.get_count', doctype='Web Hidden')"
    )
    script(world, "Out", "API", text, api_method="outer")
    assert world.sys.rpc("outer").json["message"] == {"a": 1, "b": 2, "c": 1}


def test_names_for_the_editor(world: World) -> None:
    """The editor hears which names there are; nothing private is among them."""
    script(world, "N", "API", "pass", api_method="n")
    answer = world.sys.rpc(
        "run_doc_method", dt="Server Script", dn="N", method="get_autocompletion_items"
    )
    values = {row["value"] for row in answer.json["message"]}
    assert {"frappe.get_all", "frappe.utils.cint", "frappe.db.sql", "json.loads"} <= values
    assert not any("._" in value or value.startswith("_") for value in values)
    asked = "frappe.core.doctype.server_script.server_script.enabled"
    assert world.sys.rpc(asked).json["message"] is True
    assert "message" not in world.reader.rpc(asked).json


def test_another_process_hears_of_a_change(world: World) -> None:
    """A second application over the same site runs a new script at its next request, and forgets a deleted one."""
    other = Caller(create_app(world.site.sites_path, world.site.name), world.tokens[SYS])
    body = {"name": "p1", "title": "p1"}
    assert other("POST", "/api/resource/Web Main", json=body).json["data"]["title"] == "p1"
    on_save(world, "doc.title = 'heard'")
    answer = other("PUT", "/api/resource/Web Main/p1", json={"n": 1})
    assert answer.json["data"]["title"] == "heard"
    world.sys("DELETE", "/api/resource/Server Script/Rule")
    answer = other("PUT", "/api/resource/Web Main/p1", json={"title": "again"})
    assert answer.json["data"]["title"] == "again"


def test_a_scheduled_script_has_a_job_that_follows_it(world: World) -> None:
    """The job runs the script as Administrator, stops with it, takes another rhythm and goes with it."""
    text = "frappe.get_doc({'doctype': 'Web Ref', 'title': 'by ' + frappe.user}).insert()"
    script(world, "Clock", "Scheduler Event", text, event_frequency="Daily")
    path, jobs = "/api/resource/Server Script/Clock", "Scheduled Job Type"
    with connected(world.site) as context:
        (job,) = frappe.get_all(jobs, {"server_script": "Clock"}, ["name", "frequency", "stopped"])
        assert (job.frequency, job.stopped) == ("Daily", 0)
        frappe.get_doc(jobs, job.name).execute()
        assert frappe.db.exists("Web Ref", "by Administrator")
        context.db.rollback()
    world.sys("PUT", path, json={"disabled": 1})
    assert scheduled(world)[0].stopped == 1
    world.sys(
        "PUT", path, json={"disabled": 0, "event_frequency": "Cron", "cron_format": "5 7 * * *"}
    )
    (job,) = scheduled(world)
    assert (job.frequency, job.cron_format) == ("Cron", "5 7 * * *")
    refused = world.sys("PUT", path, json={"cron_format": "never"})
    assert refused.status_code == 417
    assert "no schedule" in refused.text
    world.sys("DELETE", path)
    assert scheduled(world) == []


def scheduled(world: World) -> list[Any]:
    with connected(world.site, mode="read"):
        fields = ["name", "frequency", "stopped", "cron_format"]
        return list(frappe.get_all("Scheduled Job Type", {"server_script": "Clock"}, fields))


def test_a_script_that_is_for_nothing_is_refused(world: World) -> None:
    """An event without a form, a method without a name."""
    for kind in ("DocType Event", "Permission Query", "API"):
        body = {"name": "E", "script_type": kind, "script": "pass"}
        assert world.sys("POST", "/api/resource/Server Script", json=body).status_code == 417
