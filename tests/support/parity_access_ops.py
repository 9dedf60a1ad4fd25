"""The 31 HTTP operations of the observed rows P-OP-<role>-<operation>, each on records of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import frappe
from parity_access_world import OTHER, PERM, World, email, perm, told
from parity_ledger import Row

URL = f"/api/resource/{PERM}"
KINDS = ("get", "put", "submit", "cancel", "amend", "delete")
ROLES = (
    "Reader", "Writer", "WriteOnly", "Creator", "CreateOnly", "Submitter", "Canceller", "Amender",
    "Deleter", "Reporter", "Sharer", "Selector", "Printer", "Owner", "OwnerPlus", "L1R", "L1W", "L1WO",
    "None", "sm", "web", "Administrator", "Guest", "combo",
)  # fmt: skip
Operation = Callable[[World, str], Any]


def make_records(world: World) -> None:
    """For each role: six records of its own and six of another, in the docstatus they are used in."""
    for who in ROLES:
        own = {kind: _record(kind, "mine", email(who), f"secret of {who}") for kind in KINDS}
        others = {kind: _record(kind, "theirs", OTHER, "s3") for kind in KINDS}
        world.made[who] = {"own": own, "other": others}


def _record(kind: str, title: str, owner: str, secret: str) -> str:
    name = perm(title, owner, secret=secret)
    for status in {"cancel": (1,), "amend": (1, 2)}.get(kind, ()):
        doc = frappe.get_doc(PERM, name)
        doc.submit() if status == 1 else doc.cancel()
    return name


def run(world: World, row: Row) -> Any:
    who, operation = row.given["role"], row.when
    if operation in ACTS:
        return ACTS[operation](world, who)
    kind, whose = operation.split(" ")
    # the record of another that is read is the one that is changed then
    name = world.made[who][whose]["get" if operation == "put other" else kind]
    return KIND_ACTS[kind](world, who, name)


def _get(world: World, who: str, name: str) -> Any:
    answer = world.call(who, "GET", f"{URL}/{name}")
    if answer.status_code != 200:
        return told(answer)
    doc = answer.json["data"]
    keys: dict[str, bool] = {key: key in doc for key in ("secret", "kids", "skids")}
    return told(answer, keys={**keys, "kids.hid": "hid" in doc["kids"][0]})


def _put(world: World, who: str, name: str, **values: Any) -> Any:
    return told(world.call(who, "PUT", f"{URL}/{name}", json=values or {"title": "chg"}))


KIND_ACTS: dict[str, Callable[[World, str, str], Any]] = {
    "get": _get,
    "put": _put,
    "submit": lambda world, who, name: _put(world, who, name, docstatus=1),
    "cancel": lambda world, who, name: _put(world, who, name, docstatus=2),
    "amend": lambda world, who, name: told(
        world.call(who, "POST", URL, json={"title": "again", "amended_from": name})
    ),
    "delete": lambda world, who, name: told(world.call(who, "DELETE", f"{URL}/{name}")),
}


def _list(world: World, who: str) -> Any:
    answer = world.rows(who, fields=["name", "owner", "title"], limit_page_length=0)
    if answer.status_code != 200:
        return told(answer)
    names = {each["name"] for each in answer.json["data"]}
    made = world.made[who]
    return told(
        answer,
        sees_own=made["own"]["get"] in names,
        sees_others=made["other"]["get"] in names,
        keys=sorted(answer.json["data"][0]),
    )


def _stored(world: World, name: str) -> Any:
    with world.python():
        return frappe.db.get_value(PERM, name, "secret")


def _create(world: World, who: str) -> Any:
    answer = world.call(who, "POST", URL, json={"title": "new", "secret": "mine!"})
    if answer.status_code != 200:
        return told(answer)
    doc = answer.json["data"]
    stored = _stored(world, doc["name"])
    return told(answer, secret_in_answer=doc.get("secret"), secret_stored=stored)


def _put_secret(world: World, who: str) -> Any:
    name = _theirs(world, who)
    answer = world.call(who, "PUT", f"{URL}/{name}", json={"secret": "HACK"})
    more = {"answered": answer.json["data"].get("secret")} if answer.status_code == 200 else {}
    return told(answer, stored=_stored(world, name), **more)


def _totals(world: World, who: str) -> dict[Any, str]:
    """What a number of rows is called in the table."""
    with world.python():
        own = frappe.db.count(PERM, {"owner": email(who)})
        return {own: "own rows", frappe.db.count(PERM): "all rows"}


def _count(world: World, who: str) -> Any:
    answer = world.ask(who, "frappe.client.get_count", doctype=PERM)
    if answer.status_code != 200:
        return told(answer)
    every = _totals(world, who).get(answer.json["message"]) == "all rows"
    return told(answer, counts="every row of the table, whatever the rights" if every else "some")


def _search(world: World, who: str) -> Any:
    answer = world.ask(who, "frappe.desk.search.search_link", doctype=PERM, txt="")
    found = answer.json.get("message")
    return told(answer, rows=len(found)) if answer.status_code == 200 else told(answer)


def _report(world: World, who: str) -> Any:
    answer = world.ask(
        who, "frappe.desk.reportview.get", doctype=PERM, fields=[f"`tab{PERM}`.`name`"]
    )
    if answer.status_code != 200:
        return told(answer)
    rows = len(answer.json["message"]["values"])
    return told(answer, rows=_totals(world, who).get(rows, rows))


def _report_count(world: World, who: str) -> Any:
    answer = world.ask(who, "frappe.desk.reportview.get_count", doctype=PERM, filters=[])
    number = answer.json.get("message")
    if answer.status_code != 200:
        return told(answer)
    return told(answer, n=_totals(world, who).get(number, number))


def _export(world: World, who: str) -> Any:
    data = {
        "doctype": PERM, "title": PERM, "file_format_type": "CSV", "fields": '["name"]'
    }  # fmt: skip
    return told(
        world.call(who, "POST", "/api/method/frappe.desk.reportview.export_query", data=data)
    )


def _title(world: World, who: str, method: str, **arguments: Any) -> Any:
    answer = world.ask(who, method, doctype=PERM, **arguments)
    if answer.status_code != 200:
        return told(answer)
    found = answer.json["message"]
    return told(answer, message={key: found[key] for key in found if key != "name"})


def _share(world: World, who: str) -> Any:
    data = {"doctype": PERM, "name": _theirs(world, who), "user": email("share"), "read": 1}
    return told(world.call(who, "POST", "/api/method/frappe.share.add", json=data))


def _theirs(world: World, who: str) -> str:
    return str(world.made[who]["other"]["get"])


def _page(world: World, who: str) -> Any:
    query = {"doctype": PERM, "name": _theirs(world, who)}
    headers = {"Accept": "text/html"}
    return str(
        world.call(who, "GET", "/printview", query_string=query, headers=headers).status_code
    )


def _html(world: World, who: str) -> Any:
    method = "frappe.www.printview.get_html_and_style"
    return told(world.ask(who, method, doc=PERM, name=_theirs(world, who)))


def _form(world: World, who: str) -> Any:
    method = "frappe.desk.form.load.getdoc"
    return told(world.ask(who, method, doctype=PERM, name=_theirs(world, who)))


def _keys(world: World, who: str, fields: list[str]) -> Any:
    answer = world.rows(who, fields=fields, limit_page_length=1)
    return (answer, sorted(answer.json["data"][0])) if answer.status_code == 200 else (answer, [])


def _with_secret(world: World, who: str) -> Any:
    answer, keys = _keys(world, who, ["name", "secret"])
    return told(answer, keys=keys) if keys else told(answer)


def _only_secret(world: World, who: str) -> Any:
    answer, keys = _keys(world, who, ["secret"])
    return told(answer, data=[keys]) if keys else told(answer)


def _star(world: World, who: str) -> Any:
    answer, keys = _keys(world, who, ["*"])
    return told(answer, has_secret="secret" in keys) if keys else told(answer)


def _filter(world: World, who: str) -> Any:
    answer = world.rows(who, filters=[["secret", "=", f"secret of {who}"]], limit_page_length=1)
    rows = answer.json.get("data")
    return told(answer, rows=len(rows)) if answer.status_code == 200 else told(answer)


ACTS: dict[str, Operation] = {
    "list": _list,
    "create": _create,
    "put secret": _put_secret,
    "get_count": _count,
    "search_link": _search,
    "reportview.get": _report,
    "reportview.get_count": _report_count,
    "export": _export,
    "client.get_value": lambda world, who: _title(
        world,
        who,
        "frappe.client.get_value",
        fieldname=["title", "secret"],
        filters=_theirs(world, who),
    ),
    "share": _share,
    "printview": _page,
    "print html": _html,
    "form getdoc": _form,
    "validate_link": lambda world, who: _title(
        world, who, "frappe.client.validate_link", docname=_theirs(world, who), fields=["title"]
    ),
    "fields secret": _with_secret,
    "fields only secret": _only_secret,
    "filter on secret": _filter,
    "order_by secret": lambda world, who: told(world.rows(who, order_by="secret asc")),
    "fields *": _star,
}
