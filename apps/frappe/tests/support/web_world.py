"""A small world to call over HTTP: five DocTypes, four users, one client per user. Committed once
per module."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import frappe
from frappe.utils.password import update_password
from ristretto.context import Site
from ristretto.document import get_doc
from werkzeug.test import Client, TestResponse

PASSWORD = "Mat-khau-dai-9"
SYS, READER, NOBODY, OFF = (f"{name}@example.com" for name in ("sys", "reader", "nobody", "off"))
ALL_RIGHTS = dict.fromkeys(
    ("read", "write", "create", "delete", "report", "export", "share", "print", "email"), 1
)
SUBMIT_RIGHTS = {**ALL_RIGHTS, "submit": 1, "cancel": 1, "amend": 1}
READ_ONLY = {**dict.fromkeys(ALL_RIGHTS, 0), "read": 1, "report": 1}


@dataclass
class Caller:
    """HTTP calls in the name of one user; JSON and English unless said otherwise."""

    app: Any
    token: str | None = None

    def __post_init__(self) -> None:
        self.client = Client(self.app)

    def __call__(self, method: str, path: str, **options: Any) -> TestResponse:
        headers = {
            "Accept": "application/json",
            "Accept-Language": "en",
            **options.pop("headers", {}),
        }
        if self.token and "Authorization" not in headers:
            headers["Authorization"] = self.token
        return self.client.open(path, method=method, headers=headers, **options)

    def rpc(self, path: str, /, **arguments: Any) -> TestResponse:
        """POST a method with JSON arguments."""
        return self("POST", f"/api/method/{path}", json=arguments)


def field(fieldname: str, fieldtype: str, **values: Any) -> dict[str, Any]:
    return {"fieldname": fieldname, "fieldtype": fieldtype, "label": fieldname.title(), **values}


def doctype(name: str, fields: list[dict[str, Any]], **values: Any) -> None:
    """A custom DocType; System Manager may everything, Web Reader reads."""
    rights = SUBMIT_RIGHTS if values.get("is_submittable") else ALL_RIGHTS
    permissions = [{"role": "System Manager", **rights}]
    if values.pop("for_readers", True):
        permissions.append({"role": "Web Reader", **READ_ONLY})
    permissions += values.pop("more_permissions", [])
    get_doc(
        {
            "doctype": "DocType",
            "name": name,
            "module": "Core",
            "custom": 1,
            "fields": fields,
            "permissions": [] if values.get("istable") else permissions,
            **values,
        }
    ).insert()


def make_doctypes() -> None:
    get_doc({"doctype": "Role", "role_name": "Web Reader", "desk_access": 1}).insert()
    doctype("Web Child", [field("item", "Data", reqd=1), field("qty", "Float")], istable=1)
    doctype(
        "Web Ref",
        [field("title", "Data"), field("town", "Data"), field("disabled", "Check")],
        autoname="field:title",
        search_fields="town",
        allow_rename=1,
    )
    doctype(
        "Web Main",
        [
            field("title", "Data", reqd=1),
            field("status", "Select", options="Open\nHold\nClosed", default="Open"),
            field("n", "Int"),
            field("amount", "Currency"),
            field("dd", "Date"),
            field("dt", "Datetime"),
            field("chk", "Check"),
            field("ref", "Link", options="Web Ref"),
            field("items", "Table", options="Web Child"),
            field("secret_note", "Data", permlevel=1),
            field("short", "Data", length=10),
        ],
        autoname="Prompt",
        title_field="title",
        search_fields="status",
        allow_rename=1,
        track_changes=1,
        more_permissions=[{"role": "System Manager", "permlevel": 1, "read": 1, "write": 1}],
    )
    doctype(
        "Web Sub",
        [field("title", "Data"), field("remark", "Data", allow_on_submit=1)],
        is_submittable=1,
        autoname="format:WS-{####}",
    )
    doctype("Web Single", [field("a", "Data"), field("b", "Int")], issingle=1)
    doctype("Web Hidden", [field("title", "Data")], autoname="Prompt", for_readers=False)


def make_user(email: str, *roles: str, **values: Any) -> str:
    """A user with a password; its API token."""
    user = get_doc(
        {
            "doctype": "User",
            "email": email,
            "first_name": email.split("@")[0],
            "send_welcome_email": 0,
            "language": "en",
            **values,
        }
    ).insert()
    if roles:
        user.add_roles(*roles)
    update_password(email, PASSWORD)
    user.reload()
    user.api_key, user.api_secret = frappe.generate_hash(length=15), frappe.generate_hash(length=15)
    secret = user.api_secret
    user.save()
    return f"token {user.api_key}:{secret}"


@dataclass
class World:
    """The callers and the site they call."""

    site: Site
    sys: Caller
    reader: Caller
    nobody: Caller
    guest: Caller
    tokens: dict[str, str]
    app: Any

    def browser(self, user: str | None = None) -> Caller:
        """A client with cookies; signed in when a user is named."""
        caller = Caller(self.app)
        if user:
            answer = caller("POST", "/api/method/login", json={"usr": user, "pwd": PASSWORD})
            assert answer.status_code == 200, answer.text
        return caller


def make_rows() -> None:
    for title, town in (
        ("Alpha", "Paris"),
        ("Beta Alpha", "Paris"),
        ("Élan", "Évry"),
        ("Đà Nẵng", "Trung"),
    ):
        get_doc({"doctype": "Web Ref", "title": title, "town": town}).insert()
    get_doc({"doctype": "Web Ref", "title": "Old Beta", "town": "Paris", "disabled": 1}).insert()
    for number in range(30):
        status = ("Open", "Hold", "Closed")[number % 3]
        get_doc(
            {
                "doctype": "Web Main",
                "name": f"M-{number:03}",
                "title": f"Title {number}",
                "n": number,
                "status": status,
                "ref": "Alpha" if number == 1 else None,
                "secret_note": "hidden" if number == 1 else None,
                "items": [{"item": "a", "qty": 1}, {"item": "b", "qty": 2}] if number == 2 else [],
            }
        ).insert()
    get_doc({"doctype": "Web Hidden", "name": "H-1", "title": "x"}).insert()
