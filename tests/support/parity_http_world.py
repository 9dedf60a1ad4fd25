"""The site of the HTTP observations, rebuilt: five DocTypes, four users, thirty records, an API token a user."""

from __future__ import annotations

from typing import Any

import frappe
from frappe.utils.password import update_password
from ristretto.context import Site
from ristretto.db.connect import connected
from ristretto.document import get_doc

PASSWORD = "Mat-khau-dai-9"
USERS = {each: f"obsc_{each}@example.com" for each in ("sys", "reader", "none", "off")}
MANAGERS = ("System Manager", "Workspace Manager", "Report Manager", "Script Manager")
RIGHTS = ("read", "write", "create", "delete", "report", "export", "share", "print", "email")
CHILD = "item:Data:reqd qty:Float when:Date done:Check"
REF = "title:Data town:Data disabled:Check"
MAIN = (
    "title:Data:reqd:in_list_view status:Select:Open|Closed|Hold:in_list_view=Open amount:Currency "
    "qty:Float n:Int pct:Percent dd:Date dt:Datetime tm:Time dur:Duration chk:Check=1 "
    "ref:Link:ObsC+Ref note:Small+Text rich:Text+Editor js:JSON att:Attach dyn_type:Link:DocType "
    "dyn:Dynamic+Link:dyn_type ro:Data:read_only uniq:Data:unique nn:Int:non_negative "
    "short:Data:length/10 mail:Data:Email pw:Password secret_note:Data:permlevel/1 "
    "once:Data:set_only_once rating:Rating ddl:Data items:Table:ObsC+Child"
)
FLAGS = (
    "reqd",
    "read_only",
    "unique",
    "non_negative",
    "set_only_once",
    "allow_on_submit",
    "in_list_view",
)


def fields(text: str) -> list[dict[str, Any]]:
    """`name:Fieldtype[:options or flag][=default]`, one a word; `+` stands for a blank."""
    return [_field(*word.partition("=")[::2]) for word in text.split()]


def _field(spec: str, default: str) -> dict[str, Any]:
    name, fieldtype, *more = spec.split(":")
    found: dict[str, Any] = {
        "fieldname": name,
        "label": name.replace("_", " ").title(),
        "fieldtype": fieldtype.replace("+", " "),
    }
    if default:
        found["default"] = default
    for each in more:
        key, slash, number = each.partition("/")
        if slash:
            found[key] = int(number)
        elif each in FLAGS:
            found[each] = 1
        else:
            found["options"] = each.replace("|", "\n").replace("+", " ")
    return found


def doctype(name: str, text: str, **values: Any) -> None:
    rights = dict.fromkeys(RIGHTS, 1)
    if values.get("is_submittable"):
        rights |= {"submit": 1, "cancel": 1, "amend": 1}
    if values.get("allow_import"):
        rights["import"] = 1
    readers = [{"role": "ObsC Reader", "read": 1}] if name == "ObsC Main" else []
    rows = [] if values.get("istable") else [{"role": "System Manager", **rights}, *readers]
    get_doc(
        {
            "doctype": "DocType",
            "name": name,
            "module": "Custom",
            "custom": 1,
            "fields": fields(text),
            "permissions": rows,
            **values,
        }
    ).insert()


def make_doctypes() -> None:
    get_doc({"doctype": "Role", "role_name": "ObsC Reader", "desk_access": 1}).insert()
    doctype("ObsC Child", CHILD, istable=1)
    doctype(
        "ObsC Ref",
        REF,
        autoname="field:title",
        title_field="title",
        search_fields="town",
        allow_import=1,
    )
    doctype(
        "ObsC Main",
        MAIN,
        autoname="prompt",
        title_field="title",
        search_fields="status",
        track_changes=1,
        track_seen=1,
        track_views=1,
        allow_import=1,
    )
    doctype(
        "ObsC Sub",
        "title:Data val:Int late:Data:allow_on_submit amended_from:Link:ObsC+Sub items:Table:ObsC+Child",
        is_submittable=1,
        track_changes=1,
        allow_import=1,
        autoname="OBSC-.#####",
    )
    doctype("ObsC Single", "a:Data b:Int c:Date", issingle=1)


def make_user(short: str, *roles: str) -> dict[str, str]:
    """A user with password and API key; {"key", "secret"}."""
    user = get_doc(
        {
            "doctype": "User",
            "email": USERS[short],
            "first_name": f"obsc_{short}",
            "send_welcome_email": 0,
            "language": "en",
            "user_type": "System User" if roles else "Website User",
        }
    ).insert()
    if roles:
        user.add_roles(*[each for each in roles if frappe.db.exists("Role", each)])
    update_password(USERS[short], PASSWORD)
    user.reload()
    keys = {"key": frappe.generate_hash(length=15), "secret": frappe.generate_hash(length=15)}
    user.api_key, user.api_secret = keys["key"], keys["secret"]
    user.save()
    return keys


def make_records() -> None:
    for title, town in (
        ("Alpha", "Paris"),
        ("Beta Alpha", "Paris"),
        ("alfa beta", "Lyon"),
        ("Élan", "Évry"),
        ("elan 2", "Nice"),
    ):
        get_doc({"doctype": "ObsC Ref", "title": title, "town": town}).insert()
    for n in range(12):
        get_doc({"doctype": "ToDo", "description": f"earlier {n}"}).insert()
    for n in range(30):
        values = {
            "name": f"M-{n:03}",
            "title": f"Title {n}",
            "n": n,
            "status": ("Open", "Closed", "Hold")[n % 3],
            "amount": 1.5 * n,
            "dd": f"2024-01-{n % 28 + 1:02}",
            "ref": "Alpha" if n % 2 else None,
        }
        get_doc({"doctype": "ObsC Main", **values}).insert()


def make_desk() -> None:
    """A workspace and a page, as every stock site has some."""
    block = {"id": "a", "type": "shortcut", "data": {"shortcut_name": "User", "col": 3}}
    get_doc(
        {
            "doctype": "Workspace",
            "name": "Users",
            "title": "Users",
            "label": "Users",
            "public": 1,
            "module": "Core",
            "icon": "users",
            "for_user": "",
            "parent_page": "",
            "content": frappe.as_json([block], indent=None),
            "shortcuts": [{"type": "DocType", "link_to": "User", "label": "User"}],
            "links": [
                {"type": "Card Break", "label": "Users"},
                {"type": "Link", "link_type": "DocType", "link_to": "User", "label": "User"},
            ],
        }
    ).insert()
    page = {"page_name": "permission-manager", "title": "Permission Manager", "module": "Core"}
    get_doc(
        {
            "doctype": "Page",
            "standard": "No",
            "icon": "fa fa-lock",
            **page,
            "roles": [{"role": "System Manager"}],
        }
    ).insert()


def build(site: Site) -> dict[str, dict[str, str]]:
    """Commit the whole world; the API keys by user."""
    with connected(site, mode="write") as context:
        context.flags.in_test = True
        context.lang = "en"
        context.set_user("Administrator")
        make_doctypes()
        context.flags.in_import = True  # as records that an app ships: no defaults
        make_desk()
        context.flags.in_import = False
        keys = {
            "sys": make_user("sys", *MANAGERS),
            "reader": make_user("reader", "ObsC Reader"),
            "none": make_user("none"),
            "off": make_user("off", "ObsC Reader"),
        }
        frappe.db.set_value("User", USERS["off"], "enabled", 0)
        context.set_user(USERS["sys"])
        frappe.db.set_value("DocType", {"name": ["like", "ObsC%"]}, "owner", USERS["sys"])
        make_records()
        # numbers that the observer had used up before
        frappe.db.sql("insert into `tabSeries` (`name`, `current`) values ('', 20)")
        context.db.commit()
    return keys


def let_readers_read_only(site: Site) -> None:
    """What the observer did after the rights of a bare permission row had been seen."""
    with connected(site, mode="write") as context:
        meta = get_doc("DocType", "ObsC Main")
        row = next(each for each in meta.permissions if each.role == "ObsC Reader")
        row.update(dict.fromkeys(RIGHTS, 0) | {"read": 1})
        meta.save()
        context.db.commit()


def let_report_be_prepared(site: Site, name: str) -> None:
    """What the observer had done to a report before it was run in the background."""
    with connected(site, mode="write") as context:
        context.db.execute("UPDATE `tabReport` SET `prepared_report` = 1 WHERE `name` = ?", (name,))
        context.db.commit()
