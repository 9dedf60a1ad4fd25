"""What one process changes, the very next request of another process and the next job see."""

from __future__ import annotations

import json
import secrets
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from running_processes import PROBE, Answer, House, start, wait_until

CLERK = "clerk@example.com"
ROLE = "Probe Clerk"
SEE = "process_probe.views.see"
View = dict[str, Any]


def done(answer: Answer) -> Any:
    assert answer.status == 200, (answer.status, answer.body)
    return answer.body["data"]


def insert(house: House, doctype: str, **values: Any) -> Any:
    return done(house.first.call("POST", f"/api/resource/{doctype.replace(' ', '%20')}", values))


def update(house: House, doctype: str, name: str, **values: Any) -> Any:
    path = f"/api/resource/{doctype}/{name}".replace(" ", "%20")
    return done(house.first.call("PUT", path, values))


def seen_by_second(house: House) -> View:
    view: View = house.second.get(SEE, user=CLERK)
    return view


def seen_by_job(house: House) -> View:
    key = secrets.token_hex(8)
    house.first.post("process_probe.views.see_in_job", user=CLERK, key=key)
    looked = "process_probe.views.looked"
    view: View = wait_until(lambda: house.first.get(looked, key=key), "a job looked", house.first)
    return view


@pytest.fixture(scope="module")
def clerk(house: House) -> str:
    """Somebody with a role of the test; every process has seen that person once."""
    insert(house, "Role", role_name=ROLE, desk_access=1)
    insert(house, "User", email=CLERK, first_name="Clerk", send_welcome_email=0)
    for about in ("User", "Role"):
        insert(house, "ToDo", description="mine", allocated_to=CLERK, reference_type=about)
    return CLERK


def add_field(house: House) -> None:
    values = {"dt": "ToDo", "fieldname": "probe_field", "label": "Probe", "fieldtype": "Data"}
    insert(house, "Custom Field", **values)


def change_label(house: House) -> None:
    insert(
        house,
        "Property Setter",
        doctype_or_field="DocField",
        doc_type="ToDo",
        field_name="description",
        property="label",
        property_type="Data",
        value="What to do",
    )


def make_doctype(house: House) -> None:
    fields = [{"fieldname": "title", "label": "Title", "fieldtype": "Data"}]
    permissions = [{"role": "System Manager", "read": 1}]
    values = {"name": "Probe Thing", "module": "Custom", "custom": 1}
    insert(house, "DocType", **values, fields=fields, permissions=permissions)


def take_creating_away(house: House) -> None:
    insert(house, "Custom DocPerm", parent="ToDo", role=ROLE, permlevel=0, read=1)


def give_role(house: House) -> None:
    update(house, "User", CLERK, roles=[{"role": ROLE}])


def restrict(house: House) -> None:
    insert(house, "User Permission", user=CLERK, allow="DocType", for_value="User")


def translate(house: House) -> None:
    values = {"source_text": "Probe text", "translated_text": "Chữ thử"}
    insert(house, "Translation", language="vi", **values)


def change_setting(house: House) -> None:
    update(house, "System Settings", "System Settings", time_format="HH:mm:ss")


def fill_cache(house: House) -> None:
    house.first.post("process_probe.views.act", what="set", argument={"a": [1, 2]})


def fill_hash(house: House) -> None:
    house.first.post("process_probe.views.act", what="hset", argument="in the hash")


CHANGES: list[tuple[Callable[[House], None], Callable[[View], Any], Any]] = [
    (add_field, lambda view: "probe_field" in view["fields"], True),
    (change_label, lambda view: view["label"], "What to do"),
    (make_doctype, lambda view: view["exists"], True),
    (give_role, lambda view: ROLE in view["roles"], True),
    (restrict, lambda view: len(view["todos"]), 1),
    (take_creating_away, lambda view: view["may_create"], False),
    (translate, lambda view: view["translated"], "Chữ thử"),
    (change_setting, lambda view: view["time_format"], "HH:mm:ss"),
    (fill_cache, lambda view: view["cached"], {"a": [1, 2]}),
    (fill_hash, lambda view: view["hashed"], "in the hash"),
]


@pytest.mark.parametrize(
    ("change", "look", "expected"), CHANGES, ids=[change.__name__ for change, *_ in CHANGES]
)
def test_a_change_is_seen_everywhere_at_once(
    house: House,
    clerk: str,
    change: Callable[[House], None],
    look: Callable[[View], Any],
    expected: Any,
) -> None:
    """Both had remembered the old; the next request of the other server and the next job see the new."""
    assert look(seen_by_second(house)) != expected
    assert look(seen_by_job(house)) != expected
    change(house)
    second = seen_by_second(house)
    assert look(second) == expected
    job = seen_by_job(house)
    assert look(job) == expected
    assert len({second["pid"], job["pid"], house.first.get("process_probe.views.pid")}) == 3


def test_a_command_beside_the_servers_is_seen(house: House, clerk: str, module_sites: Path) -> None:
    """An app that a command takes away from the site is gone for the next request of both servers."""
    for server in (house.first, house.second):
        assert server.call("GET", "/api/method/process_probe.views.pid").status == 200
    command = start(module_sites, "remove-from-installed-apps", "process_probe")
    assert command.process.wait(timeout=30) == 0, command.log.read_text()
    for server in (house.first, house.second):
        assert server.call("GET", "/api/method/process_probe.views.pid").status == 417
    put_back(module_sites)
    for server in (house.first, house.second):
        assert server.call("GET", "/api/method/process_probe.views.pid").status == 200


def put_back(sites: Path) -> None:
    """In a process of its own, as an operator would."""
    code = (
        "import sys, json\n"
        "from ristretto.context import Site\n"
        "from ristretto.db.connect import connected\n"
        "import frappe\n"
        "from ristretto.db import stamps\n"
        "with connected(Site('test.localhost', sys.argv[1])) as context:\n"
        "    frappe.db.set_global('installed_apps', json.dumps(['frappe', 'process_probe']))\n"
        "    stamps.bump()\n"
        "    context.db.commit()\n"
    )
    paths = ":".join([str(PROBE), *(entry for entry in sys.path if entry)])
    subprocess.run(
        [sys.executable, "-c", code, str(sites)], check=True, env={"PYTHONPATH": paths}, timeout=30
    )


def test_a_change_of_the_configuration_is_seen(house: House, module_sites: Path) -> None:
    """`set-maintenance-mode` closes both servers with the next request, and opens them again."""
    for state, status in (("on", 503), ("off", 200)):
        command = start(module_sites, "set-maintenance-mode", state)
        assert command.process.wait(timeout=30) == 0, command.log.read_text()
        for server in (house.first, house.second):
            assert server.call("GET", "/api/method/ping").status == status


def test_a_session_that_ends_here_is_over_there(house: House) -> None:
    """Signed out at one server, the same cookie is a guest at the other."""
    sid = house.first.cookies["sid"]
    house.second.cookies["sid"] = sid
    assert house.second.get("frappe.auth.get_logged_user") == "Administrator"
    assert house.first.call("POST", "/api/method/logout").status == 200
    answer = house.second.call("GET", "/api/method/frappe.auth.get_logged_user")
    assert answer.status == 403, json.dumps(answer.body)
    house.first.sign_in()
    house.second.sign_in()


def test_messages_reach_pages_of_every_process(house: House) -> None:
    """Published at one server, heard at the other, once each."""
    last = house.second.get("frappe.realtime.poll")["last"]
    for text in ("one", "two"):
        house.first.post("process_probe.views.act", what="publish", argument=text)
    heard = house.second.get("frappe.realtime.poll", after=last)
    texts = [each["message"]["text"] for each in heard["events"] if each["event"] == "probe"]
    assert texts == ["one", "two"]
    again = house.second.get("frappe.realtime.poll", after=heard["last"])
    assert not [each for each in again["events"] if each["event"] == "probe"]
