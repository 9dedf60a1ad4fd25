"""`frappe.frappeclient`, which apps use to reach another site, against a site of ours."""

from __future__ import annotations

from typing import Any

import pytest
from frappe.frappeclient import AuthError, FrappeClient, FrappeException


@pytest.fixture(scope="module")
def client(stage: Any) -> FrappeClient:
    key, secret = stage.keys["admin"]
    return FrappeClient(stage.url, api_key=key, api_secret=secret)


def test_password(stage: Any) -> None:
    """A right password opens a session that logging out ends; a wrong one is an AuthError."""
    with FrappeClient(stage.url, stage.world.users["a.secretary"], stage.world.password) as client:
        user = client.get_api("frappe.auth.get_logged_user")

    assert user == stage.world.users["a.secretary"]
    with pytest.raises(FrappeException, match=r"AuthenticationError|PermissionError"):
        client.get_api("frappe.auth.get_logged_user")
    with pytest.raises(AuthError):
        FrappeClient(stage.url, "admin@example.com", "wrong")


def test_one_record_from_insert_to_delete(client: FrappeClient) -> None:
    """Insert, read, update, set one value, list and delete."""
    made = client.insert({"doctype": "Note", "title": "Sổ tay", "content": "một", "public": 1})
    client.update({"doctype": "Note", "name": made["name"], "content": "hai"})
    client.set_value("Note", made["name"], "public", 0)

    assert client.get_doc("Note", made["name"])["content"] == "hai"
    assert client.get_value("Note", "public", {"name": made["name"]}) == {"public": 0}
    listed = client.get_list(
        "Note", fields=["title"], filters={"name": made["name"]}, limit_page_length=5
    )
    assert listed == [{"title": "Sổ tay"}]
    client.delete("Note", made["name"])
    with pytest.raises(FrappeException, match="DoesNotExistError"):
        client.get_doc("Note", made["name"])


def test_many_at_once(client: FrappeClient) -> None:
    """Several records in one call, changed in one call; a new name."""
    names = client.insert_many([{"doctype": "ToDo", "description": each} for each in ("a", "b")])
    failed = client.bulk_update(
        [{"doctype": "ToDo", "docname": name, "priority": "High"} for name in names]
    )

    assert failed == {"failed_docs": []}
    assert {client.get_doc("ToDo", name)["priority"] for name in names} == {"High"}
    client.insert({"doctype": "Role", "role_name": "Of a client"})
    assert client.rename_doc("Role", "Of a client", "Of the client") == "Of the client"


def test_a_refusal_is_an_exception(client: FrappeClient) -> None:
    """What the other site refuses is raised with its reason."""
    with pytest.raises(FrappeException, match="MandatoryError"):
        client.insert({"doctype": "Note"})
    with pytest.raises(FrappeException, match="ValidationError"):
        client.post_api("frappe.no_such_function")
