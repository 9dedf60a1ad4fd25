"""What a script of an agency does with the PyPI package frappe-client, unmodified; prints step → result.

Runs in env/clients, with the addresses and keys of its environment variables.
"""

from __future__ import annotations

import base64
import contextlib
import io
import json
import os
from collections.abc import Callable
from typing import Any

import requests
from frappeclient import FrappeClient
from frappeclient.frappeclient import AuthError, FrappeException

URL, AGENCY = os.environ["SITE_URL"], os.environ["AGENCY"]
OTHER = os.environ["OTHER_AGENCY"]
USER, PASSWORD = os.environ["SITE_USER"], os.environ["SITE_PASSWORD"]
PROCEDURE = "ISO Procedure"
CONTENT = "một hai ba"


def main() -> dict[str, Any]:
    client = FrappeClient(URL, USER, PASSWORD)
    answer: dict[str, Any] = {"user": client.get_api("frappe.auth.get_logged_user")}
    answer |= read(client)
    answer |= write(client)
    answer |= refusals(client)
    client.logout()
    answer["after_logout"] = told(lambda: client.get_list(PROCEDURE))
    return answer


def told(call: Callable[[], Any]) -> str:
    """The refusal that the client raised for a call, or what the call answered instead."""
    try:
        return f"answered {call()}"
    except (AuthError, FrappeException) as error:
        return f"{type(error).__name__} {error}".strip()


def read(client: FrappeClient) -> dict[str, Any]:
    name = os.environ["PROCEDURE"]
    page = client.get_list(
        PROCEDURE, fields=["name", "title"], order_by="code asc", limit_start=1, limit_page_length=2
    )
    return {
        "all": client.get_list(PROCEDURE),
        "page": page,
        "filtered": client.get_list(
            PROCEDURE, fields=["name", "agency"], filters={"agency": AGENCY, "code": "QT-01"}
        ),
        "one": client.get_doc(PROCEDURE, name),
        "by_filter": client.get_doc(PROCEDURE, filters={"code": "QT-02"}, fields=["code"]),
        "value": client.get_value(PROCEDURE, "title", {"name": name}),
        "count": client.get_api("frappe.client.get_count", {"doctype": PROCEDURE}),
        "posted": client.post_api("frappe.client.get_count", {"doctype": PROCEDURE}),
    }


def write(client: FrappeClient) -> dict[str, Any]:
    steps = [{"step_no": 1, "step_name": "Receive", "responsible_role": "Officer", "duration": 4}]
    draft = {"code": "QT-PY", "title": "Made by a script", "procedure_kind": "Internal"}
    made = client.insert({"doctype": PROCEDURE, "agency": AGENCY, **draft, "steps": steps})
    name = made["name"]
    updated = client.update({"doctype": PROCEDURE, "name": name, "title": "Changed by a script"})
    value = client.set_value(PROCEDURE, name, "time_limit", 3)
    bulk = client.bulk_update([{"doctype": PROCEDURE, "docname": name, "purpose": "To try"}])
    return {
        "file": upload(client, name),
        "made": made,
        "updated": updated,
        "set": value,
        "bulk": bulk,
        "after": client.get_doc(PROCEDURE, name),
        "deleted": client.delete(PROCEDURE, name),
        "left": client.get_list(PROCEDURE, filters={"name": name}),
    }


def upload(client: FrappeClient, name: str) -> dict[str, Any]:
    """A private file on a record, and what comes back from its address: to its owner, and to nobody."""
    given = {"doctype": PROCEDURE, "docname": name, "is_private": 1, "decode_base64": 1}
    given |= {"filename": "ghi chú.txt", "filedata": base64.b64encode(CONTENT.encode()).decode()}
    file = client.post_api("frappe.client.attach_file", given)
    address = URL + file["file_url"]
    back = client.session.get(address).content.decode()
    return {"record": file, "back": back, "to_a_stranger": requests.get(address).status_code}


def refusals(client: FrappeClient) -> dict[str, Any]:
    key = FrappeClient(URL, api_key=os.environ["SITE_KEY"], api_secret=os.environ["SITE_SECRET"])
    foreign = {"doctype": PROCEDURE, "agency": OTHER, "code": "QT-X", "title": "x"}
    return {
        "by_key": key.get_api("frappe.auth.get_logged_user"),
        "foreign_list": client.get_list(PROCEDURE, filters={"agency": OTHER}),
        "foreign_insert": told(lambda: client.insert(foreign)),
        "bad_filter": told(lambda: client.get_list(PROCEDURE, filters={"nope": 1})),
        "wrong_password": told(lambda: FrappeClient(URL, USER, "wrong")),
        "closed": told(lambda: key.get_doc("Error Log", filters={"name": "x"})),
    }


if __name__ == "__main__":
    noise = io.StringIO()  # the client prints answers that are no JSON
    with contextlib.redirect_stdout(noise):
        result = main()
    print(json.dumps(result))
