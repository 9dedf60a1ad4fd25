"""A small site to attack over HTTP: a DocType with every fieldtype, a submittable one with a workflow,
a closed one, and callers with different rights."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import frappe
from frappe.utils.password import update_password
from ristretto.context import Site
from ristretto.db.connect import connected
from ristretto.document import get_doc
from ristretto.meta.constants import NO_VALUE_FIELDTYPES, TABLE_FIELDTYPES
from ristretto.meta.fieldtypes import REGISTRY
from ristretto.web.app import create_app
from werkzeug.test import Client, TestResponse

PASSWORD = "Mat-khau-dai-9"
RIGHTS = ("read", "write", "create", "delete", "report", "export", "share", "print", "email")
SUBMIT = ("submit", "cancel", "amend")
OWN_TABLES = ("Sec All", "Sec Child", "Sec Multi", "Sec Secret", "Sec Flow")
# What must never be in an answer: a trace, a statement, a path of the machine.
TELLTALES = re.compile(
    r"Traceback \(most|File \\?\"|SELECT .{0,80}FROM|INSERT INTO|UPDATE `?tab|sqlite3\."
    r"|OperationalError|no such column",
    re.IGNORECASE,
)


@dataclass
class House:
    """The site, its application and one token per kind of caller."""

    site: Site
    tokens: dict[str, str] = field(default_factory=dict)
    app: Any = None

    def __call__(self, who: str, method: str, path: str, **options: Any) -> TestResponse:
        """A request of sys, writer, reader, nobody, web or guest."""
        headers = {
            "Accept": "application/json",
            "Accept-Language": "en",
            **options.pop("headers", {}),
        }
        if who in self.tokens:
            headers["Authorization"] = self.tokens[who]
        client = Client(self.app, use_cookies=False)
        return client.open(path, method=method, headers=headers, **options)

    def browser(self, user: str) -> Client:
        """A client with cookies, signed in."""
        client = Client(self.app)
        answer = client.post("/api/method/login", json={"usr": user, "pwd": PASSWORD})
        assert answer.status_code == 200, answer.text
        return client

    def rpc(self, who: str, method: str, /, **arguments: Any) -> TestResponse:
        return self(who, "POST", f"/api/method/{method}", json=arguments)

    def count(self, doctype: str, **filters: Any) -> int:
        with connected(self.site, mode="read"):
            return int(frappe.db.count(doctype, filters))

    def value(self, doctype: str, name: str, fieldname: str) -> Any:
        with connected(self.site, mode="read"):
            return frappe.db.get_value(doctype, name, fieldname)

    def state(self) -> list[tuple[Any, ...]]:
        """Number and last change of the rows of every table that an attack might reach."""
        tables = (
            *OWN_TABLES,
            "User",
            "Has Role",
            "DocType",
            "DocField",
            "File",
            "DocShare",
            "ToDo",
        )
        with connected(self.site, mode="read") as context:
            return [
                context.db.execute(f"select count(*), max(modified) from `tab{table}`")[0]
                for table in tables
            ]


def assert_clear(answer: TestResponse) -> None:
    """A named refusal or an answer: no 5xx, no trace, no SQL."""
    text = answer.get_data().decode("utf-8", "replace")  # exports are no text at all
    assert answer.status_code < 500, (answer.status_code, text[:400])
    told = TELLTALES.search(text)
    assert not told, (answer.status_code, told)


def build_house(site: Site) -> House:
    """Make everything and commit it."""
    house = House(site)
    with connected(site, mode="write") as context:
        context.flags.in_test = True
        context.lang = "en"
        # Traces are for developers; here nobody may see one.
        frappe.db.set_single_value("System Settings", "allow_error_traceback", 0)
        for role in ("Sec Reader", "Sec Writer"):
            get_doc({"doctype": "Role", "role_name": role, "desk_access": 1}).insert()
        _make_doctypes()
        house.tokens = {
            "sys": _user("sys", "System Manager"),
            "writer": _user("writer", "Sec Writer"),
            "reader": _user("reader", "Sec Reader"),
            "nobody": _user("nobody"),
            "web": _user("web", user_type="Website User"),
        }
        for number in range(3):
            get_doc({"doctype": "Sec All", "name": f"A{number}", "title": f"t{number}"}).insert()
            get_doc(
                {"doctype": "Sec Secret", "name": f"S{number}", "title": "hidden words"}
            ).insert()
        context.db.commit()
    house.app = create_app(site.sites_path, site.name)
    return house


def every_field() -> list[dict[str, Any]]:
    """One field of each fieldtype that has a column, named after it."""
    options = {
        "Link": "User", "Dynamic Link": "f_kind", "Select": "One\nTwo", "Table": "Sec Child",
        "Table MultiSelect": "Sec Multi",
    }  # fmt: skip
    fields: list[dict[str, Any]] = [
        {"fieldname": "title", "fieldtype": "Data", "label": "Title"},
        {"fieldname": "f_kind", "fieldtype": "Link", "options": "DocType", "label": "Kind"},
        {"fieldname": "secret", "fieldtype": "Data", "label": "Secret", "permlevel": 1},
    ]
    for name in REGISTRY:
        if name in NO_VALUE_FIELDTYPES and name not in TABLE_FIELDTYPES:
            continue
        fieldname = "f_" + name.lower().replace(" ", "_")
        fields.append(
            {"fieldname": fieldname, "fieldtype": name, "label": name, "options": options.get(name)}
        )
    return fields


def _make_doctypes() -> None:
    _doctype("Sec Child", [{"fieldname": "item", "fieldtype": "Data", "label": "Item"},
                           {"fieldname": "qty", "fieldtype": "Int", "label": "Qty"}], istable=1)  # fmt: skip
    _doctype(
        "Sec Multi",
        [{"fieldname": "user", "fieldtype": "Link", "options": "User", "label": "U"}],
        istable=1,
    )
    _doctype("Sec All", every_field(), autoname="Prompt", allow_rename=1, track_changes=1)
    title = [{"fieldname": "title", "fieldtype": "Data", "label": "Title"}]
    _doctype("Sec Secret", title, autoname="Prompt", readers=False)
    _doctype("Sec Flow", title, autoname="Prompt", is_submittable=1)
    for state in ("Draft", "Approved", "Cancelled"):
        if not frappe.db.exists("Workflow State", state):
            get_doc({"doctype": "Workflow State", "workflow_state_name": state}).insert()
    if not frappe.db.exists("Workflow Action Master", "Approve"):
        get_doc({"doctype": "Workflow Action Master", "workflow_action_name": "Approve"}).insert()
    get_doc(
        {
            "doctype": "Workflow", "workflow_name": "Sec Flow", "document_type": "Sec Flow",
            "is_active": 1, "workflow_state_field": "workflow_state",
            "states": [
                {"state": "Draft", "doc_status": "0", "allow_edit": "Sec Writer"},
                {"state": "Approved", "doc_status": "1", "allow_edit": "System Manager"},
                {"state": "Cancelled", "doc_status": "2", "allow_edit": "System Manager"},
            ],
            "transitions": [
                {"state": "Draft", "action": "Approve", "next_state": "Approved",
                 "allowed": "System Manager", "allow_self_approval": 1},
                {"state": "Approved", "action": "Approve", "next_state": "Cancelled",
                 "allowed": "System Manager", "allow_self_approval": 1},
            ],
        }
    ).insert()  # fmt: skip


def _doctype(name: str, fields: list[dict[str, Any]], readers: bool = True, **values: Any) -> None:
    rights = dict.fromkeys((*RIGHTS, *(SUBMIT if values.get("is_submittable") else ())), 1)
    rows = [{"role": "System Manager", **rights}]
    if any(field.get("permlevel") for field in fields):
        rows.append({"role": "System Manager", "permlevel": 1, "read": 1, "write": 1})
    if readers:
        rows.append({"role": "Sec Writer", **rights, "share": 0})
        rows.append({"role": "Sec Reader", **dict.fromkeys(rights, 0), "read": 1})
    definition = {
        "doctype": "DocType",
        "name": name,
        "module": "Core",
        "custom": 1,
        "fields": fields,
        **values,
    }
    get_doc({**definition, "permissions": [] if values.get("istable") else rows}).insert()


def _user(key: str, *roles: str, **values: Any) -> str:
    email = f"{key}@example.com"
    user = get_doc(
        {"doctype": "User", "email": email, "first_name": key, "send_welcome_email": 0, **values}
    ).insert()
    if roles:
        user.add_roles(*roles)
    update_password(email, PASSWORD)
    user.reload()
    user.api_key, user.api_secret = frappe.generate_hash(length=15), frappe.generate_hash(length=15)
    secret = user.api_secret
    user.save()
    return f"token {user.api_key}:{secret}"
