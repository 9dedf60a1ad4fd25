"""Mail: queued with its cause, sent once, tried again, never sent when muted."""

from __future__ import annotations

import smtplib
from typing import Any

import frappe
import pytest
from frappe.email import queue


class Server:
    """Stands in for the mail server: notes what it was given."""

    refused: tuple[str, ...] = ()
    sent: list[tuple[list[str], Any]]

    def __init__(self) -> None:
        self.sent = []

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *_error: object) -> None:
        return None

    def send_message(self, mail: Any, to_addrs: list[str]) -> None:
        if to_addrs[0] in self.refused:
            raise smtplib.SMTPRecipientsRefused({to_addrs[0]: (550, b"no such user")})
        self.sent.append((to_addrs, mail))


@pytest.fixture
def server(ctx: Any, monkeypatch: pytest.MonkeyPatch) -> Server:
    server = Server()
    ctx.conf["mail_server"] = "mail.example.com"
    monkeypatch.setattr(queue, "connect", lambda: server)
    monkeypatch.setattr(frappe.db, "commit", lambda: None, raising=False)
    yield server
    ctx.conf.pop("mail_server")


def test_message_waits_in_the_queue(ctx: Any) -> None:
    """One record for all recipients, with text and HTML."""
    row = queue.sendmail("a@x.vn, b@x.vn", subject="Họp\nxấu", message="<p>Chào</p>")

    assert [each.recipient for each in row.recipients] == ["a@x.vn", "b@x.vn"]
    assert (row.status, "text/html" in row.message, "text/plain" in row.message) == (
        "Not Sent",
        True,
        True,
    )


def test_nobody_gets_nothing(ctx: Any) -> None:
    """Without a valid address there is no message, and none when mail is muted."""
    assert queue.sendmail(["no address"], subject="x", message="y") is None
    ctx.flags.mute_emails = True
    assert queue.sendmail("a@x.vn", subject="x", message="y") is None


def test_each_recipient_sees_only_the_own_address(server: Server) -> None:
    """Recipients are not told of each other unless asked for."""
    row = queue.sendmail(["a@x.vn", "b@x.vn"], subject="x", message="y")
    queue.send(row.name)

    assert [(to, mail["To"]) for to, mail in server.sent] == [
        (["a@x.vn"], "a@x.vn"),
        (["b@x.vn"], "b@x.vn"),
    ]
    assert frappe.db.get_value("Email Queue", row.name, "status") == "Sent"


def test_sent_message_is_not_sent_again(server: Server) -> None:
    """A second run finds nothing to do."""
    row = queue.sendmail("a@x.vn", subject="x", message="y")
    for _each in range(2):
        queue.flush()

    assert len(server.sent) == 1
    assert row.name


def test_refused_recipient_is_tried_until_the_limit(server: Server) -> None:
    """Who got the message gets it once; the other is tried three times."""
    server.refused = ("gone@x.vn",)
    row = queue.sendmail(["a@x.vn", "gone@x.vn"], subject="x", message="y")
    states = []
    for _each in range(3):
        queue.send(row.name)
        states.append(frappe.db.get_value("Email Queue", row.name, "status"))

    assert states == ["Partially Sent", "Partially Sent", "Error"]
    assert len(server.sent) == 1


def test_nothing_leaves_without_a_server(ctx: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A site without configuration keeps its mail."""
    monkeypatch.setattr(queue, "connect", lambda: pytest.fail("connected"))
    row = queue.sendmail("a@x.vn", subject="x", message="y")
    queue.flush()

    assert frappe.db.get_value("Email Queue", row.name, "status") == "Not Sent"


def test_attachment_travels_in_the_message(server: Server) -> None:
    """Name and bytes arrive."""
    file = {"fname": "số liệu.csv", "fcontent": "a,b"}
    queue.send(queue.sendmail("a@x.vn", subject="x", message="y", attachments=[file]).name)

    part = next(iter(server.sent[0][1].iter_attachments()))
    assert (part.get_filename(), part.get_content().strip()) == ("số liệu.csv", "a,b")
