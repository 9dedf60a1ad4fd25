"""The site of the observed permission rows: DocTypes, role rows, people with API keys, records.

Committed once for a module. Python calls run in a context that is rolled back, HTTP calls through the WSGI
application with the key of one person.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import frappe
from ristretto.access.rights import RIGHTS
from ristretto.context import Context, Site
from ristretto.db.connect import connected
from ristretto.web.app import create_app
from web_world import Caller, TestResponse

PERM, TAG, TREE, KID, SINGLE = (
    f"ObsB {each}" for each in ("Perm", "Tag", "Tree", "PKid", "Single")
)
OTHER = "obsb_other@x.test"
FULL = "read write create delete submit cancel amend report export share print email"
# role: rights of its rows; `1:` marks a row of level 1, `own:` one for one's own documents
ROLES = {
    "Reader": ["read"],
    "Writer": ["read write"],
    "WriteOnly": ["write"],
    "Creator": ["read write create"],
    "CreateOnly": ["create"],
    "Submitter": ["read write create submit"],
    "Canceller": ["read write submit cancel"],
    "Amender": ["read write create submit cancel amend"],
    "Deleter": ["read delete"],
    "Reporter": ["read report export"],
    "Sharer": ["read share"],
    "Selector": ["select"],
    "Printer": ["read print email"],
    "Owner": ["own: read write create delete"],
    "OwnerPlus": ["read", "own: read write create delete"],
    "L1R": ["read write", "1: read"],
    "L1W": ["read write create", "1: read write"],
    "L1WO": ["read write create", "1: write"],
}
PEOPLE = {
    **{role.lower(): (role,) for role in (*ROLES, "None")},
    "combo": ("Reader", "Deleter", "CreateOnly"),
    "up": ("Reader", "Amender", "Deleter", "Reporter", "Sharer"),
    "other": ("Amender", "Deleter"),
    "share": (),
}


def email(who: str) -> str:
    return {"Administrator": who, "Guest": who}.get(who, f"obsb_{who.lower()}@x.test")


def row(role: str, rights: str, **more: Any) -> dict[str, Any]:
    """A permission row with these rights only: rows made by a document take the form's defaults."""
    return {**dict.fromkeys(RIGHTS, 0), **dict.fromkeys(rights.split(), 1), "role": role, **more}


def role_rows() -> list[dict[str, Any]]:
    """The rows of the fixture; that of level 1 for System Manager keeps the form's defaults."""
    rows = [row("System Manager", FULL)]
    rows.append({"role": "System Manager", "permlevel": 1, "read": 1, "write": 1})
    for role, kinds in ROLES.items():
        for rights in kinds:
            kind, _, names = rights.rpartition(": ")
            more = {"1": {"permlevel": 1}, "own": {"if_owner": 1}}.get(kind, {})
            rows.append(row(f"obsb {role}", names, **more))
    return rows


def column(fieldname: str, fieldtype: str = "Data", options: str = "", **more: Any) -> Any:
    label = fieldname.title()
    return {
        "fieldname": fieldname, "fieldtype": fieldtype, "options": options, "label": label, **more
    }  # fmt: skip


def doctype(name: str, fields: list[Any], permissions: list[Any], **more: Any) -> None:
    frappe.get_doc(
        {
            "doctype": "DocType",
            "name": name,
            "module": "Custom",
            "custom": 1,
            "fields": fields,
            "permissions": permissions,
            **more,
        }
    ).insert()


def make_doctypes() -> None:
    readers = [row("obsb Reader", "read"), row("System Manager", "read write create delete")]
    doctype(TAG, [column("label"), column("deep", permlevel=1)], readers, autoname="prompt")
    doctype(TREE, [column("title")], readers, autoname="prompt", is_tree=1)
    kid = [column("item"), column("tag", "Link", TAG), column("hid", permlevel=1)]
    doctype(KID, kid, [], istable=1)
    doctype("ObsB Row", [column("tag", "Link", TAG)], readers, autoname="prompt")
    fields = [
        column("title"),
        column("secret", permlevel=1, default="dflt"),
        column("tag", "Link", TAG),
        column("tag_free", "Link", TAG, ignore_user_permissions=1),
        column("node", "Link", TREE),
        column("kids", "Table", KID),
        column("skids", "Table", KID, permlevel=1),
    ]
    doctype(PERM, fields, role_rows(), is_submittable=1, title_field="title", allow_rename=1)
    rows = [row("obsb Reader", "read"), row("obsb Writer", "read write")]
    rows.append({"role": "System Manager", "read": 1, "write": 1})
    doctype(SINGLE, [column("a"), column("b", permlevel=1)], rows, issingle=1)


def make_people() -> dict[str, str]:
    """{person: value of the Authorization header}."""
    for role in (*ROLES, "None"):
        frappe.get_doc({"doctype": "Role", "role_name": f"obsb {role}", "desk_access": 1}).insert()
    tokens = {who: person(who, [f"obsb {role}" for role in held]) for who, held in PEOPLE.items()}
    tokens["sm"] = person("sm", ["System Manager"])
    tokens["web"] = person("web", [], user_type="Website User")
    tokens["Administrator"] = person("Administrator", [])
    return tokens


def person(who: str, roles: list[str], **more: Any) -> str:
    """Make an account (Administrator has one) and give it a key: the Authorization header's value."""
    if who == "Administrator":
        return _key(frappe.get_doc("User", who))
    values = {"doctype": "User", "email": email(who), "first_name": who, "send_welcome_email": 0}
    rows = [{"role": role} for role in roles]
    return _key(frappe.get_doc({**values, "roles": rows, "language": "en", **more}).insert())


def _key(user: Any) -> str:
    secret = frappe.generate_hash(length=15)
    user.update({"api_key": frappe.generate_hash(length=15), "api_secret": secret})
    key = user.api_key
    user.save()
    return f"token {key}:{secret}"


def make_links() -> None:
    """The records that link fields point to: three tags, and Root > (N1 > (N11, N12), N2 > N21)."""
    for name in ("T1", "T2", "T3"):
        frappe.get_doc({"doctype": TAG, "name": name, "label": name}).insert()
    for name, parent in (
        ("Root", ""), ("N1", "Root"), ("N11", "N1"), ("N12", "N1"), ("N2", "Root"), ("N21", "N2")
    ):  # fmt: skip
        values = {"name": name, "is_group": int(name in ("Root", "N1", "N2"))}
        frappe.get_doc({"doctype": TREE, "parent_obsb_tree": parent, **values}).insert()


def perm(title: str, owner: str = "Administrator", **values: Any) -> str:
    """A record with a row in each table, made in the name of its owner; its name."""
    frappe.set_user(owner)
    rows = {"kids": [{"item": title, "hid": "h"}], "skids": [{"item": f"s{title}"}]}
    doc = frappe.get_doc({"doctype": PERM, "title": title, **rows, **values})
    # records are made for people who could not make them
    doc.insert(ignore_permissions=True)
    frappe.set_user("Administrator")
    return str(doc.name)


@dataclass
class World:
    """The site, its application and a caller for each person."""

    site: Site
    app: Any
    tokens: dict[str, str]
    made: dict[str, Any] = field(default_factory=dict)

    def call(self, who: str, method: str, path: str, **options: Any) -> TestResponse:
        return Caller(self.app, self.tokens.get(who.lower(), self.tokens.get(who)))(
            method, path, **options
        )

    def ask(self, who: str, method: str, /, **arguments: Any) -> TestResponse:
        """GET a remote method; values other than text as JSON."""
        query = {
            key: value if isinstance(value, str) else json.dumps(value)
            for key, value in arguments.items()
        }
        return self.call(who, "GET", f"/api/method/{method}", query_string=query)

    def rows(self, who: str, doctype: str = PERM, **query: Any) -> TestResponse:
        """GET the list of a DocType."""
        text = {k: v if isinstance(v, str) else json.dumps(v) for k, v in query.items()}
        return self.call(who, "GET", f"/api/resource/{doctype}", query_string=text)

    @contextmanager
    def python(self, who: str = "Administrator", commit: bool = False) -> Iterator[Context]:
        """Python calls in the name of a person; rolled back unless said otherwise."""
        with connected(self.site, mode="write") as context:
            context.flags.quiet = True
            context.lang = "en"
            frappe.set_user(email(who))
            yield context
            if commit:
                context.db.commit()


def make_world(site: Site, *makers: Callable[[World], None]) -> World:
    """DocTypes and people, then what each maker adds; committed."""
    app = create_app(site.sites_path, site.name)
    world = World(site, app, {})
    with world.python(commit=True):
        world.tokens.update(make_people())
        make_doctypes()
        make_links()
        for each in makers:
            each(world)
    return world


def told(response: TestResponse, **more: Any) -> Any:
    """An answer in the table's form: `200`, `403 PermissionError`, or an object when there is more to tell."""
    error = (
        response.json.get("exc_type") if response.is_json and response.status_code > 299 else None
    )
    if not more:
        return f"{response.status_code} {error}" if error else str(response.status_code)
    return {"status": response.status_code, **({"exc_type": error} if error else {}), **more}


def outcome(function: Callable[[], Any]) -> Any:
    """What a Python call gives: its value, or `status class` of the error."""
    try:
        return function()
    except Exception as error:  # whatever is raised is the answer that the row compares
        return f"{getattr(error, 'http_status_code', 500)} {type(error).__name__}"
