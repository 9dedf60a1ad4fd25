"""Clients that write without pause while something is being broken, and what each of them heard.

A client never repeats what it asked: an answer that did not come, or a 5xx, leaves open whether it happened.
"""

from __future__ import annotations

import http.client
import json
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from fault_house import STATES, TOKEN, Told, body

HEADERS = {"Authorization": TOKEN, "Accept": "application/json", "Content-Type": "application/json"}
PATIENCE = 20.0
DOC, PAPER = "/api/resource/Fault Doc", "/api/resource/Fault Paper"
FORWARD = "/api/method/frappe.model.workflow.apply_workflow"
SLOWLY = "/api/method/fault_probe.views.write_slowly"


@dataclass
class Heard:
    """Everything that the clients of a run were told."""

    told: Told = field(default_factory=Told)
    submitted: set[str] = field(default_factory=set)
    inserted: set[str] = field(default_factory=set)
    papers: dict[str, int] = field(default_factory=dict)
    asked: int = 0
    unanswered: int = 0
    refused: list[str] = field(default_factory=list)


class Client(threading.Thread):
    """One client of one server; `ports` are asked in turn when it does not answer."""

    def __init__(self, number: int, ports: list[int], heard: Heard, stop: threading.Event) -> None:
        super().__init__(name=f"client {number}", daemon=True)
        self.ports, self.heard, self.stopped = ports, heard, stop
        self.chance = random.Random(number)
        self.number, self.count = number, 0
        self.drafts: dict[str, str] = {}
        self.errors: list[BaseException] = []

    def run(self) -> None:
        acts = [self.insert] * 3 + [self.update] * 3 + [self.submit, self.delete, self.forward]
        acts += [self.insert_slowly]
        try:
            while not self.stopped.is_set():
                self.chance.choice(acts)()
        except BaseException as error:
            self.errors.append(error)
            raise

    def insert(self, path: str = DOC) -> None:
        self.count += 1
        mark, value = f"m{self.number}-{self.count}", self.count
        done = self.ask(mark, value, "POST", path, body(mark, value))
        if done:
            self.drafts[mark] = (done.get("data") or done.get("message"))["name"]
            self.heard.inserted.add(mark)

    def insert_slowly(self) -> None:
        self.insert(SLOWLY)

    def update(self) -> None:
        self.change(lambda mark: {"value": self.next_value(), "rows": None})

    def submit(self) -> None:
        mark = self.change(lambda mark: {"value": self.next_value(), "rows": None, "docstatus": 1})
        if mark:
            self.heard.submitted.add(mark)
            del self.drafts[mark]

    def change(self, values: Callable[[str], dict[str, Any]]) -> str | None:
        """The mark, when the change was acknowledged."""
        if not self.drafts:
            return None
        mark = self.chance.choice(list(self.drafts))
        given = values(mark)
        given["rows"] = body(mark, given["value"])["rows"]
        done = self.ask(mark, given["value"], "PUT", f"{DOC}/{self.drafts[mark]}", given)
        if not done:
            self.drafts.pop(mark, None)  # its state is not known any more
        return mark if done else None

    def delete(self) -> None:
        if len(self.drafts) > 3:
            mark = self.chance.choice(list(self.drafts))
            self.ask(mark, -1, "DELETE", f"{DOC}/{self.drafts.pop(mark)}", None)

    def forward(self) -> None:
        """A new paper and its whole way; the last step that was acknowledged counts."""
        answer = self.send("POST", PAPER, {"mark": f"p{self.number}"})
        doc = answer[1].get("data") if answer and answer[0] == 200 else None
        for step in range(len(STATES)):
            if not doc:
                return
            self.heard.papers[doc["name"]] = step
            given = {"doc": {**doc, "doctype": "Fault Paper"}, "action": "Forward"}
            if step + 1 < len(STATES):
                answer = self.send("POST", FORWARD, given)
                doc = answer[1].get("message") if answer and answer[0] == 200 else None

    def next_value(self) -> int:
        self.count += 1
        return self.count

    def ask(self, mark: str, value: int, verb: str, path: str, given: Any) -> dict[str, Any] | None:
        """The answer to what was acknowledged."""
        told = self.heard.told
        told.read([f"ask {mark} {value}"])
        answer = self.send(verb, path, given)
        if answer is None or answer[0] >= 500:
            return None
        done = answer[0] in (200, 202)
        told.read([f"{'ok' if done else 'no'} {mark} {value}"])
        if not done:
            self.heard.refused.append(f"{verb} {path}: {answer}")
        return answer[1] if done else None

    def send(self, verb: str, path: str, given: Any) -> tuple[int, dict[str, Any]] | None:
        """(status, body); None when no answer came."""
        self.heard.asked += 1
        port = self.ports[0]
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        try:
            data = None if given is None else json.dumps(given).encode()
            connection.request(verb, quote(path), data, HEADERS)
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read() or b"{}")
        except (OSError, http.client.HTTPException, ValueError):
            self.heard.unanswered += 1
            self.ports = [*self.ports[1:], port]
            self.stopped.wait(0.1)
            return None
        finally:
            connection.close()
