"""The rows of `comment`: what each act leaves on the timeline and in the columns of the record."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import frappe
from frappe.desk.form import assign_to
from lifecycle_trail import MAIN, SOCIAL, USER
from lifecycle_world import World, attempt, shrunk
from parity_ledger import Row

OWN_WORDS = ("Comment", "Info", "Label")  # of other types each runtime writes its own sentence
Step = Callable[[World, Any], Any]
IDS = re.compile(r'"name": ?"[0-9a-v]{10}"')


def run(world: World, row: Row) -> Any:
    """The new comments, whether `modified` moved, and the social columns after it."""
    with world.session():
        if row.id in FACTS:
            return shrunk(FACTS[row.id](world))
        if "commented" not in world.kept:
            start(world)
        name = world.kept["commented"]
        before = {each["name"] for each in comments(name)}
        modified = str(frappe.db.get_value(MAIN, name, "modified"))
        done = attempt(lambda: ACTS[row.when](world, name))
    with world.session():
        found: dict[str, Any] = {
            "new_comments": [shown(each) for each in comments(name) if each["name"] not in before],
            "modified_changed": str(frappe.db.get_value(MAIN, name, "modified")) != modified,
        }
        social = dict(zip(SOCIAL, frappe.db.get_value(MAIN, name, SOCIAL), strict=True))
        text = social.pop("_comments")
        if row.id in ("comment-003", "comment-008"):
            found["_comments"] = IDS.sub('"name":"<id>"', text)
        return shrunk({**found, **social, **({"error": done["error"]} if "error" in done else {})})


def start(world: World) -> None:
    user = {"doctype": "User", "email": USER, "first_name": "ObsA", "send_welcome_email": 0}
    frappe.get_doc(user).insert().add_roles("System Manager")
    world.kept["commented"] = frappe.get_doc({"doctype": MAIN, "title": "c"}).insert().name


def comments(name: str) -> list[Any]:
    fields = ["name", "comment_type", "content", "comment_by", "comment_email", "subject"]
    filters = {"reference_doctype": MAIN, "reference_name": name}
    return list(frappe.get_all("Comment", filters=filters, fields=fields, order_by="creation"))


def shown(comment: Any) -> dict[str, Any]:
    own = comment["comment_type"] in OWN_WORDS
    return {
        "type": comment["comment_type"],
        "content": comment["content"] if own else "<text>",
        "by": comment["comment_by"],
        "email": comment["comment_email"],
        "subject": comment["subject"],
    }


def comment(kind: str, text: str) -> Step:
    return lambda world, name: frappe.get_doc(MAIN, name).add_comment(kind, text)


def assign(user: str, **more: Any) -> Step:
    return lambda world, name: assign_to.add(
        {"assign_to": [user], "doctype": MAIN, "name": name, **more}
    )


def close_assignment(world: World, name: str) -> None:
    todo = frappe.get_all("ToDo", filters={"reference_name": name, "status": "Open"}, pluck="name")[
        0
    ]
    doc = frappe.get_doc("ToDo", todo)
    doc.status = "Closed"
    doc.save()


def assign_and_remove(world: World, name: str) -> None:
    assign("Administrator")(world, name)
    assign_to.remove(MAIN, name, "Administrator")


def attach(world: World, name: str) -> None:
    values = {"attached_to_doctype": MAIN, "attached_to_name": name, "is_private": 1}
    file = {"doctype": "File", "file_name": "obsa.txt", "content": b"x", **values}
    world.kept["file"] = frappe.get_doc(file).insert().name


def like(add: str) -> Step:
    return lambda world, name: frappe.get_attr("frappe.desk.like.toggle_like")(MAIN, name, add)


def share(**rights: Any) -> Step:
    return lambda world, name: frappe.share.add(MAIN, name, **rights)


def mention(world: World, name: str) -> None:
    span = f'<span class="mention" data-id="{USER}" data-value="ObsA">@ObsA</span>'
    arguments = {
        "reference_doctype": MAIN,
        "reference_name": name,
        "content": f"<div>hi {span}</div>",
    }
    add = frappe.get_attr("frappe.desk.form.utils.add_comment")
    add(comment_email="Administrator", comment_by="Administrator", **arguments)


ACTS: dict[str, Step] = {
    "add_comment('Comment', '<p>hello <b>x</b></p>')": comment("Comment", "<p>hello <b>x</b></p>"),
    "add_comment('Comment', script tag)": comment("Comment", "<script>alert(1)</script>ok"),
    "add_comment('Info', 'note')": comment("Info", "note"),
    "add_comment('Label', 'lbl')": comment("Label", "lbl"),
    "add_comment('Nope', 'x')": comment("Nope", "x"),
    "long comment of 300 characters": comment("Comment", "z" * 300),
    "assign_to.add": assign(USER, description="do it"),
    "assign the same user again": assign(USER, description="do it"),
    "close own assignment (ToDo.status Closed)": close_assignment,
    "assign, then remove": assign_and_remove,
    "share.add(write=1)": share(user=USER, write=1),
    "share.remove": lambda world, name: frappe.share.remove(MAIN, name, USER),
    "share.add(everyone=1)": share(user=None, everyone=1),
    "attach a file": attach,
    "remove the file": lambda world, name: frappe.delete_doc("File", world.kept["file"]),
    "like": like("Yes"),
    "unlike": like("No"),
    "add_tag('T A')": lambda world, name: frappe.get_doc(MAIN, name).add_tag("T A"),
    "add_tag('T B')": lambda world, name: frappe.get_doc(MAIN, name).add_tag("T B"),
    "remove_tag('T A')": lambda world, name: frappe.get_doc(MAIN, name).remove_tag("T A"),
    "add_seen": lambda world, name: frappe.get_doc(MAIN, name).add_seen("Administrator"),
    "save by same user": lambda world, name: frappe.get_doc(MAIN, name).save(),
    "desk add_comment with @mention": mention,
    "follow / submit": lambda world, name: frappe.get_doc(MAIN, name).submit(),
    "cancel": lambda world, name: frappe.get_doc(MAIN, name).cancel(),
}


def renamed(world: World) -> Any:
    return {"comments": [shown(each) for each in comments("REN-R")]}


def nothing(world: World) -> Any:
    doc = frappe.get_doc({"doctype": MAIN, "title": "1"}).insert()
    doc.title = "2"
    doc.save()
    doc.submit()
    doc.cancel()
    return {"comments": [shown(each) for each in comments(doc.name)]}


START = 60  # of the stored values: enough to see their form
TRACES = {
    "versions": ("Version", "ref_doctype", "docname"),
    "todo": ("ToDo", "reference_type", "reference_name"),
    "docshare": ("DocShare", "share_doctype", "share_name"),
    "notification_log": ("Notification Log", "document_type", "document_name"),
    "files": ("File", "attached_to_doctype", "attached_to_name"),
}


def deleted(world: World) -> Any:
    name = world.kept["commented"]
    frappe.delete_doc(MAIN, name)
    fields = ["deleted_doctype", "deleted_name", "restored", "new_name", "data"]
    rows = frappe.get_all("Deleted Document", {"deleted_name": name}, fields, as_list=True)
    world.kept["deleted"] = frappe.parse_json(rows[0][4])
    counts = {
        key: frappe.db.count(kind, {of: MAIN, named: name})
        for key, (kind, of, named) in TRACES.items()
    }
    shortened = [[*each[:4], each[4][:START]] for each in rows]
    return {"deleted_document": shortened, "comments": comments(name), **counts}


def deleted_keys(world: World) -> Any:
    return {"keys": sorted(world.kept["deleted"])}


def deleted_comment(world: World) -> Any:
    fields = ["comment_type", "reference_doctype", "reference_name", "subject", "content"]
    filters = {"comment_type": "Deleted", "subject": f"{MAIN} {world.kept['commented']}"}
    rows = frappe.get_all("Comment", filters, fields)
    return [
        {
            "type": each["comment_type"],
            **{key: each[key] for key in fields[1:]},
            "subject": each["subject"].replace(world.kept["commented"], "<name>"),
        }
        for each in rows
    ]


FACTS: dict[str, Callable[[World], Any]] = {
    "comment-001": renamed,
    "comment-002": nothing,
    "comment-028": deleted,
    "comment-029": deleted_keys,
    "comment-030": deleted_comment,
}
