"""Remembers what was heard, by whom, and what the document looked like at that moment."""

from __future__ import annotations

from typing import Any

import frappe
from frappe.model.document import Document

from lifecycle_app.hooks import EVENTS, HEARD

heard: list[tuple[str, str]] = []  # (controller | hook | star, "Main.validate")
states: list[list[Any]] = []  # the parent document in each controller event


def title(doc: Any, event: str, args: tuple[Any, ...]) -> str:
    given = f"({','.join(map(str, args))})" if args else ""
    return f"{doc.doctype.removeprefix('ObsA ')}.{event}{given}"


def state(doc: Any, event: str) -> list[Any]:
    """[event, docstatus, new/database/previous/insert/delete, action, has a name, fetched]."""
    marks = (
        ("n", doc.is_new()),
        ("d", _in_table(doc)),
        ("p", doc.get_doc_before_save() is not None),
        ("i", doc.flags.in_insert),
        ("x", doc.flags.in_delete),
    )
    flags = "".join(letter if there else "-" for letter, there in marks)
    action = doc.__dict__.get("_action")
    return [event, int(doc.docstatus), flags, action, bool(doc.name), doc.get("fetched")]


def _in_table(doc: Any) -> bool:
    """A Single is in no table of its own."""
    return not doc.meta.issingle and bool(doc.name and frappe.db.exists(doc.doctype, doc.name))


def _listener(event: str) -> Any:
    def listen(self: Any, *args: Any) -> None:
        heard.append(("controller", title(self, event, args)))
        if self.doctype != "ObsA Row":
            states.append(state(self, event))

    return listen


_listeners = {event: _listener(event) for event in EVENTS if event != "custom_thing"}
Main = type("Main", (Document,), dict(_listeners))
Row = type("Row", (Document,), dict(_listeners))
Single = type("Single", (Document,), dict(_listeners))


class Named(Document):
    """Names itself."""

    def autoname(self) -> None:
        self.name = f"CTRL-{self.title}"


def hook(doc: Any, event: str, *args: Any) -> None:
    heard.append(("hook", title(doc, event, args)))


def star(doc: Any, event: str, *args: Any) -> None:
    if doc.doctype in HEARD:
        heard.append(("star", title(doc, event, args)))


def take() -> dict[str, Any]:
    """{"events": …, "state": …} since the last time; each event once when all three heard it in their order."""
    events: list[Any] = []
    for place in range(0, len(heard), 3):
        three = heard[place : place + 3]
        in_order = [who for who, _what in three] == ["controller", "hook", "star"]
        events += [three[0][1]] if in_order and len({what for _who, what in three}) == 1 else three
    found: dict[str, Any] = {"events": events}
    if states:
        found["state"] = list(states)
    heard.clear()
    states.clear()
    return found
