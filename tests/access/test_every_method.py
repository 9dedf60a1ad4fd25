"""Every whitelisted function aimed at the records of another agency: by its people, and by nobody's.

The list is the server's own, so a function that is added tomorrow is attacked tomorrow.
"""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import access_calls
import frappe
import pytest
from access_calls import Target
from access_world import MARKER, Faults, Person, Record, World, in_site, stored_text
from ristretto.web.whitelist import Endpoint
from security_house import TELLTALES

# Asking for a new password is anybody's right: the account's owner gets the mail.
ALLOWED = {"frappe.core.doctype.user.passwords.reset_password"}
INSIDERS, OUTSIDERS = ("A Secretary", "A Agency Administrator"), ("website user", "guest")
DECIDING = ("Custom DocPerm", "Custom Field", "DocShare", "DocType", "Print Format",
            "Property Setter", "Role", "Server Script", "User", "User Permission", "Webhook",
            "Workflow")  # fmt: skip


def ask(world: World, person: Person, name: str, endpoint: Endpoint, target: Target) -> Any:
    verb = "POST" if "POST" in endpoint.methods else endpoint.methods[0]
    body = target.arguments(endpoint)
    path = f"/api/method/{name}"
    if verb == "GET":
        texts = {k: v if isinstance(v, str) else json.dumps(v) for k, v in body.items()}
        return world.call(person, verb, path, query_string=texts)
    return world.call(person, verb, path, json=body)


def text_of(answer: Any) -> str:
    """All that an answer tells, what is packed in a sheet or an archive included."""
    content = answer.get_data()
    text = content.decode("utf-8", "replace")
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            text += "".join(
                archive.read(name).decode("utf-8", "replace") for name in archive.namelist()
            )
    return text


def state(world: World, targets: list[Target]) -> dict[str, Any]:
    """The rows that an attack could change, and how many there are of what decides rights."""
    with in_site(world.site) as context:
        found: dict[str, Any] = {
            f"{each.doctype} {each.name}": stored_text(Record(each.doctype, each.name, None, ""))
            for each in targets
        }
        for doctype in DECIDING:
            found[doctype] = context.db.execute(f"select count(*) from `tab{doctype}`")[0][0]
        found["roles"] = frappe.get_all("Has Role", {"parenttype": "User"}, ["parent", "role"])
    return found


def attack(world: World, people: tuple[str, ...], targets: list[Target]) -> dict[str, list[str]]:
    """What the attacks achieved, each with those who did."""
    faults = Faults(f"every function by {', '.join(people)}")
    before = state(world, access_calls.targets(world))
    for name, endpoint in access_calls.functions_of(world).items():
        for key in people:
            person = world.people[key]
            for target in targets:
                answer = ask(world, person, name, endpoint, target)
                text = text_of(answer)
                who = f"{key} at {target.doctype}"
                if answer.status_code >= 500:
                    faults.add(f"{name} answers {answer.status_code}: {text[:200]}", who)
                if TELLTALES.search(text):
                    faults.add(f"{name} shows a trace or SQL", who)
                for leak in world.leaks(person, text):
                    faults.add(f"{name} tells of {leak}", who)
                faults.cases += 1
        if endpoint.mode == "read":
            continue  # nothing of it is committed: tests/security looks at that
        after = state(world, access_calls.targets(world))
        changed = [key for key in before if before[key] != after.get(key)]
        if changed and name not in ALLOWED:
            faults.add(f"{name} changed {', '.join(changed)}", "somebody")
        before = after
    return faults.finish()


def test_people_of_another_agency_reach_nothing(own_world: World) -> None:
    """No marker of B, no 5xx, no trace; B's rows and what decides rights stay as they were."""
    assert not attack(own_world, INSIDERS, access_calls.targets(own_world)[:3])


def test_people_of_no_agency_reach_nothing(own_world: World) -> None:
    """A website user and somebody who has not signed in."""
    assert not attack(own_world, OUTSIDERS, access_calls.targets(own_world)[:1])


@pytest.mark.slow
@pytest.mark.parametrize("key", [*INSIDERS, *OUTSIDERS, "A Head", "role without a place"])
def test_every_kind_of_row_is_out_of_reach(own_world: World, key: str) -> None:
    """The same aimed at child rows, staff, comments, tasks, mails and versions too."""
    assert not attack(own_world, (key,), access_calls.targets(own_world))


def test_the_same_calls_reach_the_own_records(own_world: World) -> None:
    """Aimed at A by A's secretary they answer with A's records: the refusals above are worth something."""
    person, target = own_world.people["A Secretary"], access_calls.targets(own_world, "a")[0]
    marker = own_world.of("ISO Procedure", "a")[0].marker
    told = {
        name
        for name, endpoint in access_calls.functions_of(own_world).items()
        if endpoint.mode == "read"
        and marker in MARKER.findall(text_of(ask(own_world, person, name, endpoint, target)))
    }

    assert len(told) > 15, sorted(told)
    assert {"download_file", "frappe.client.get", "frappe.desk.report_builder.run"} <= told
