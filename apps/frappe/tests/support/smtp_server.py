"""A mail server on a local port, for tests: takes real SMTP, keeps what it was given, misbehaves when asked to.

refuse      {address: [answers]}: answers to RCPT TO, one each time, the last one for good
answers     answers to the end of DATA, one each time; "cut" closes the line before the answer, "250 cut" after it
login       (name, password) that AUTH PLAIN or LOGIN takes; None takes no login
"""

from __future__ import annotations

import base64
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

TAKEN = "250 taken"


@dataclass
class Mailbox:
    """What the server was given, and how it shall answer."""

    port: int = 0
    received: list[tuple[str, EmailMessage]] = field(default_factory=list)
    refuse: dict[str, list[str]] = field(default_factory=dict)
    answers: list[str] = field(default_factory=list)
    login: tuple[str, str] | None = None
    logins: list[bool] = field(default_factory=list)
    lines: int = 0

    def people(self) -> list[str]:
        return [person for person, _mail in self.received]

    def to_recipient(self, address: str) -> str:
        waiting = self.refuse.get(address)
        if not waiting:
            return TAKEN
        return waiting.pop(0) if len(waiting) > 1 else waiting[0]


class Talk(socketserver.StreamRequestHandler):
    """One connection."""

    timeout = 10

    def handle(self) -> None:
        box: Mailbox = self.server.box  # type: ignore[attr-defined]
        box.lines += 1
        self.say("220 test")
        people: list[str] = []
        while line := self.rfile.readline():
            verb, _space, rest = line.decode().strip().partition(" ")
            match verb.upper():
                case "EHLO" | "HELO":
                    self.say("250-test", "250-AUTH PLAIN", "250 8BITMIME")
                case "AUTH":
                    self.say(self.log_in(box, rest))
                case "RCPT":
                    address = rest[rest.index("<") + 1 : rest.index(">")]
                    answer = box.to_recipient(address)
                    if answer.startswith("2"):
                        people.append(address)
                    self.say(answer)
                case "DATA":
                    self.say("354 go on")
                    if not self.take(box, people):
                        return
                    people = []
                case "QUIT":
                    self.say("221 bye")
                    return
                case _:
                    self.say("250 ok")

    def say(self, *lines: str) -> None:
        for line in lines:
            self.wfile.write(f"{line}\r\n".encode())

    def log_in(self, box: Mailbox, rest: str) -> str:
        _kind, _space, secret = rest.partition(" ")
        _nobody, name, password = base64.b64decode(secret).decode().split("\0")
        box.logins.append((name, password) == box.login)
        return "235 in" if box.logins[-1] else "535 wrong name or password"

    def take(self, box: Mailbox, people: list[str]) -> bool:
        """Read the message, answer; False when the line is cut."""
        raw = b""
        while (line := self.rfile.readline()) != b".\r\n":
            raw += line[1:] if line.startswith(b"..") else line
        answer = box.answers.pop(0) if box.answers else TAKEN
        if answer == "cut":
            return False
        if answer.startswith("2"):
            mail: Any = message_from_bytes(raw, policy=policy.SMTP)
            box.received += [(person, mail) for person in people]
        self.say(answer)
        return not answer.endswith("cut")


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    with Server(("127.0.0.1", 0), Talk) as server:
        box = Mailbox(port=server.server_address[1])
        server.box = box  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield box
        finally:
            server.shutdown()
            thread.join()
