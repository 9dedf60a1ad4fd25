"""Mail: queued with its cause, sent once through a real server, tried again, never sent when muted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import frappe
import pytest
from frappe.email import delivery, queue
from frappe.utils import add_to_date, now_datetime
from smtp_server import Mailbox, mail_server


@pytest.fixture
def box(ctx: Any) -> Iterator[Mailbox]:
    """A server that the site's configuration names, and an empty queue; these tests commit."""
    frappe.db.delete("Email Queue")
    with mail_server() as box:
        ctx.conf.update(mail_server="127.0.0.1", mail_port=box.port)
        yield box
        for key in ("mail_server", "mail_port"):
            ctx.conf.pop(key)


def state(row: Any) -> tuple[str, int]:
    return tuple(frappe.db.get_value("Email Queue", row.name, ["status", "retry"]))


def write(*people: str, **more: Any) -> Any:
    return queue.sendmail(list(people), subject="Họp", message="<p>Chào</p>", **more)


def go_on(row: Any) -> None:
    """The pause is over."""
    frappe.db.set_value("Email Queue", row.name, "send_after", None)
    queue.flush()


def test_message_waits_in_the_queue(ctx: Any) -> None:
    """One record for all recipients, with text and HTML; a line break begins no header."""
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
    assert write("a@x.vn") is None


def test_each_recipient_sees_only_the_own_address(box: Mailbox) -> None:
    """Recipients are not told of each other unless asked for."""
    row = write("a@x.vn", "b@x.vn", bcc="c@x.vn")
    queue.flush()

    assert [(to, mail["To"]) for to, mail in box.received] == [
        ("a@x.vn", "a@x.vn"),
        ("b@x.vn", "b@x.vn"),
        ("c@x.vn", "c@x.vn"),
    ]
    assert state(row) == ("Sent", 0)


def test_shown_recipients_do_not_include_blind_copies(box: Mailbox) -> None:
    """With expose_recipients everybody sees recipients and copies, nobody the blind copies."""
    write("a@x.vn", cc="b@x.vn", bcc="c@x.vn", expose_recipients="header")
    write("a@x.vn", cc="b@x.vn", bcc="c@x.vn", expose_recipients="footer")
    queue.flush()

    headers = {(mail["To"], mail["Cc"]) for _to, mail in box.received[:3]}
    below = box.received[3][1].get_body(("html",)).get_content()
    assert headers == {("a@x.vn", "b@x.vn")}
    assert "a@x.vn" in below
    assert "b@x.vn" in below
    assert "c@x.vn" not in below


def test_sent_message_is_not_sent_again(box: Mailbox) -> None:
    """A second run finds nothing to do, and one connection carries several mails."""
    write("a@x.vn")
    write("b@x.vn")
    for _each in range(2):
        queue.flush()

    assert (box.people(), box.lines) == (["a@x.vn", "b@x.vn"], 1)


def test_greylisting_is_waited_out(box: Mailbox) -> None:
    """An answer of the four hundreds means later: after a pause, and only to whom it was given."""
    box.refuse["b@x.vn"] = ["451 come back later", "250 ok"]
    row = write("a@x.vn", "b@x.vn")
    queue.flush()
    first = state(row)
    queue.flush()  # the pause lasts
    go_on(row)

    assert (first, state(row)) == (("Partially Sent", 1), ("Sent", 1))
    assert box.people() == ["a@x.vn", "b@x.vn"]


def test_pauses_grow_until_the_mail_is_given_up(box: Mailbox) -> None:
    """Each pause is longer; beyond the limit of System Settings the mail is an error that says why."""
    box.refuse["b@x.vn"] = ["451 come back later"]
    row = write("b@x.vn")
    pauses = []
    for _each in range(4):
        go_on(row)
        after = frappe.db.get_value("Email Queue", row.name, "send_after")
        pauses.append(round((after - now_datetime()) / timedelta(minutes=1)) if after else None)

    assert pauses == [5, 15, 60, None]
    assert state(row) == ("Error", 3)
    assert "451 come back later" in frappe.db.get_value("Email Queue", row.name, "error")


def test_refusal_for_good_is_not_tried_again(box: Mailbox) -> None:
    """Half of the recipients do not exist: the others get it once, and nothing is repeated."""
    box.refuse |= {"gone@x.vn": ["550 no such user"], "left@x.vn": ["550 no such user"]}
    row = write("a@x.vn", "gone@x.vn", "b@x.vn", "left@x.vn")
    queue.flush()
    go_on(row)

    assert (box.people(), state(row)) == (["a@x.vn", "b@x.vn"], ("Error", 0))


def test_given_up_mail_is_sent_again_by_an_administrator(box: Mailbox) -> None:
    """Sending again reaches those only who did not get it."""
    box.refuse["gone@x.vn"] = ["550 no such user", "250 ok"]
    row = write("a@x.vn", "gone@x.vn")
    queue.flush()
    frappe.get_doc("Email Queue", row.name).retry_sending()
    queue.flush()

    assert (box.people(), state(row)[0]) == (["a@x.vn", "gone@x.vn"], "Sent")


def test_cut_line_doubles_nobody_who_was_acknowledged(box: Mailbox) -> None:
    """The line goes dead before the second answer, and right after the third: nobody acknowledged gets it twice."""
    box.answers = ["250 ok", "cut", "250 cut", "250 ok"]
    row = write("a@x.vn", "b@x.vn", "c@x.vn")
    queue.flush()
    cut = state(row)
    go_on(row)

    assert (cut, state(row)[0]) == (("Partially Sent", 0), "Sent")
    assert box.people() == ["a@x.vn", "b@x.vn", "c@x.vn"]


def test_killed_sender_leaves_only_the_unrecorded(
    box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sender dies after the first of two: the mail is freed after a while, and only the second gets it again."""
    row = write("a@x.vn", "b@x.vn")

    def die(*_args: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(delivery, "finish", die)
    box.refuse["b@x.vn"] = ["421 busy", "250 ok"]
    with pytest.raises(KeyboardInterrupt):
        queue.flush()
    monkeypatch.undo()
    frappe.db.rollback()
    queue.flush()
    held = state(row)[0]
    long_ago = add_to_date(now_datetime(), minutes=-11)
    frappe.db.set_value("Email Queue", row.name, "modified", long_ago, update_modified=False)
    queue.flush()
    go_on(row)

    assert (held, state(row)[0], box.people()) == ("Sending", "Sent", ["a@x.vn", "b@x.vn"])


def test_only_one_of_two_senders_takes_a_mail(box: Mailbox) -> None:
    """A claimed mail is not claimed again."""
    row = write("a@x.vn")
    assert [delivery.take(row.name), delivery.take(row.name)] == [True, False]


def test_server_that_is_away_costs_no_try(ctx: Any) -> None:
    """An outage leaves all mails waiting with their tries; after two days they are given up."""
    ctx.conf.update(mail_server="127.0.0.1", mail_port=1)
    rows = [write("a@x.vn"), write("b@x.vn")]
    queue.flush()
    first = [state(row) for row in rows]
    long_ago = add_to_date(now_datetime(), days=-3)
    frappe.db.set_value("Email Queue", rows[0].name, "creation", long_ago, update_modified=False)
    go_on(rows[0])
    for key in ("mail_server", "mail_port"):
        ctx.conf.pop(key)

    assert first == [("Not Sent", 0), ("Not Sent", 0)]
    assert state(rows[0])[0] == "Error"


def test_nothing_leaves_without_a_server_or_while_stopped(box: Mailbox, ctx: Any) -> None:
    """A site without configuration keeps its mail, and so does a queue that an administrator stopped."""
    from frappe.email.doctype.email_queue.email_queue import toggle_sending

    row = write("a@x.vn")
    toggle_sending(0)
    queue.flush()
    toggle_sending(1)
    server = ctx.conf.pop("mail_server")
    queue.flush()
    ctx.conf["mail_server"] = server

    assert (state(row)[0], box.lines) == ("Not Sent", 0)


def test_hourly_limit_holds_mail_back(box: Mailbox, ctx: Any) -> None:
    """No more mails leave within an hour than the configuration allows."""
    ctx.conf["max_emails_per_hour"] = 2
    for number in range(3):
        write(f"p{number}@x.vn")
    queue.flush()
    queue.flush()
    ctx.conf.pop("max_emails_per_hour")

    assert len(box.received) == 2


def test_broken_attachment_fails_its_mail_only(box: Mailbox) -> None:
    """A print that cannot be drawn is kept as that mail's error; the next one leaves."""
    gone = {"print_format_attachment": 1, "doctype": "ToDo", "name": "gone"}
    bad, good = write("a@x.vn", attachments=[gone]), write("b@x.vn")
    queue.flush()

    assert (state(bad)[0], state(good)[0], box.people()) == ("Not Sent", "Sent", ["b@x.vn"])
    assert "gone" in frappe.db.get_value("Email Queue", bad.name, "error")


def test_person_who_caused_it_hears_of_a_failure(box: Mailbox, make_user: Any, ctx: Any) -> None:
    """The owner of a mail that is given up is told under the bell."""
    user = make_user("System Manager")
    ctx.set_user(user)
    box.refuse["gone@x.vn"] = ["550 no such user"]
    write("gone@x.vn")
    ctx.set_user("Administrator")
    queue.flush()

    told = frappe.get_all("Notification Log", {"for_user": user}, pluck="subject")
    assert len(told) == 1
    assert "Họp" in told[0]


def test_who_left_gets_no_more_mail(ctx: Any) -> None:
    """An address that left a record, or everything, is passed over; the others stay."""
    about = {"reference_doctype": "User", "reference_name": "Administrator"}
    for values in ({"email": "A@x.vn", **about}, {"email": "b@x.vn", "global_unsubscribe": 1}):
        frappe.get_doc({"doctype": "Email Unsubscribe", **values}).insert()

    row = write("a@x.vn", "b@x.vn", "c@x.vn", **about)
    other = write("a@x.vn", "b@x.vn")
    assert [each.recipient for each in row.recipients] == ["c@x.vn"]
    assert [each.recipient for each in other.recipients] == ["a@x.vn"]


def test_many_recipients_get_a_mail_each(ctx: Any) -> None:
    """Beyond a hundred, and where asked for, each recipient has a record of its own."""
    before = frappe.db.count("Email Queue")
    write(*(f"p{number}@x.vn" for number in range(101)))
    write("a@x.vn", "b@x.vn", queue_separately=True)

    assert frappe.db.count("Email Queue") == before + 103


def test_only_managers_send_again(ctx: Any, make_user: Any) -> None:
    """Others are refused on every way to the queue."""
    from frappe.email.doctype.email_queue.email_queue import bulk_retry, toggle_sending

    row = write("a@x.vn")
    ctx.set_user(make_user())
    ctx.flags.in_test = False  # where roles are not asked
    for act in (
        frappe.get_doc("Email Queue", row.name).send,
        frappe.get_doc("Email Queue", row.name).retry_sending,
        lambda: bulk_retry([row.name]),
        lambda: toggle_sending(1),
    ):
        with pytest.raises(frappe.PermissionError):
            act()
    ctx.set_user("Administrator")
    assert state(row)[0] == "Not Sent"
