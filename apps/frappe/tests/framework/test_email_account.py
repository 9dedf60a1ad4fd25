"""Mail accounts: which one a mail leaves by, its secret, and what is refused when it is saved."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import frappe
import pytest
from frappe.email import queue
from frappe.email.doctype.email_account.email_account import EmailAccount
from frappe.email.smtp import InvalidEmailCredentials
from smtp_server import Mailbox, mail_server


@pytest.fixture
def box(ctx: Any) -> Iterator[Mailbox]:
    """A server, and no mail and no account of other tests: these commit."""
    frappe.db.delete("Email Queue")
    frappe.db.delete("Email Account")
    with mail_server() as box:
        yield box


def account(box: Mailbox | None = None, email: str = "mot@x.vn", **values: Any) -> Any:
    return frappe.get_doc(
        {
            "doctype": "Email Account",
            "email_id": email,
            "enable_outgoing": 1,
            "smtp_server": "127.0.0.1",
            "smtp_port": box.port if box else 25,
            **values,
        }
    )


def test_mail_leaves_by_its_account_with_its_secret(box: Mailbox) -> None:
    """The default account logs in with its stored password, which is not in its row."""
    box.login = ("mot@x.vn", "mật khẩu")
    made = account(box, default_outgoing=1, password="mật khẩu").insert()
    queue.sendmail("a@x.vn", subject="x", message="y")
    queue.flush()

    stored = frappe.db.sql("select `password` from `tabEmail Account` where name = %s", made.name)
    assert (made.name, box.logins, box.people()) == ("Mot", [True], ["a@x.vn"])
    assert box.received[0][1]["From"] == "Mot <mot@x.vn>"
    assert set(stored[0][0]) == {"*"}


def test_account_follows_the_sender(box: Mailbox) -> None:
    """The sender's own account comes before the default one; of defaults there is one."""
    account(default_outgoing=1).insert()
    other = account(email="hai@x.vn", default_outgoing=1).insert()
    first = queue.sendmail("a@x.vn", sender="Mot <mot@x.vn>", subject="x", message="y")
    second = queue.sendmail("a@x.vn", sender="khac@x.vn", subject="x", message="y")

    assert (first.email_account, second.email_account) == ("Mot", other.name)
    assert frappe.get_all("Email Account", {"default_outgoing": 1}, pluck="name") == [other.name]


def test_account_may_put_itself_into_the_sender(box: Mailbox) -> None:
    """Servers that take their own address only: the writer's name stays, answers go to the writer."""
    account(
        default_outgoing=1,
        always_use_account_email_id_as_sender=1,
    ).insert()
    row = queue.sendmail("a@x.vn", sender="Nguyễn An <an@x.vn>", subject="x", message="y")

    assert "mot@x.vn" in row.sender
    assert "an@x.vn" not in row.sender
    assert "Reply-To: an@x.vn" in row.message


def test_account_is_tried_when_it_is_saved(box: Mailbox, ctx: Any) -> None:
    """A wrong password, a server that does not answer, and a missing password are refused in words."""
    ctx.flags.in_test = False
    box.login = ("mot@x.vn", "đúng")
    with pytest.raises(InvalidEmailCredentials, match="535"):
        account(box, password="sai").insert()
    with pytest.raises(frappe.ValidationError, match="cannot be reached"):
        account(box, password="đúng", smtp_port=1).insert()
    with pytest.raises(frappe.ValidationError, match="password"):
        account(box).insert()
    account(box, password="đúng").insert()
    account(email="sau@x.vn", awaiting_password=1).insert()

    assert box.logins == [False, True]


def test_what_cannot_work_is_refused(ctx: Any) -> None:
    """OAuth, an address that is none, a missing other login."""
    for values in (
        {"auth_method": "OAuth"},
        {"email_id": "not an address"},
        {"login_id_is_different": 1},
    ):
        with pytest.raises(frappe.ValidationError):
            account(**{"email": "x@x.vn", **values}).insert()


def test_accounts_follow_their_domain(box: Mailbox) -> None:
    """The server is written once; a change of it reaches the accounts."""
    domain = frappe.get_doc(
        {"doctype": "Email Domain", "domain_name": "x.vn", "smtp_server": "mot.x.vn"}
    ).insert()
    made = account(domain="x.vn", smtp_server=None).insert()
    domain.update({"smtp_server": "hai.x.vn", "use_tls": 1}).save()

    assert made.smtp_server == "mot.x.vn"
    values = frappe.db.get_value("Email Account", made.name, ["smtp_server", "use_tls"])
    assert tuple(values) == ("hai.x.vn", 1)


def test_configuration_is_the_account_of_a_site_without_one(ctx: Any) -> None:
    """Where nothing is set up at all, mail is written and waits; who asks for an account is refused."""
    frappe.db.delete("Email Account")
    row = queue.sendmail("a@x.vn", subject="x", message="y")

    assert (row.email_account, row.sender) == (None, "notifications@example.com")
    with pytest.raises(frappe.OutgoingEmailError):
        EmailAccount.find_outgoing(_raise_error=True)


def test_only_managers_try_an_account(box: Mailbox, ctx: Any, make_user: Any) -> None:
    """The buttons of the form are refused to others."""
    made = account().insert()
    ctx.set_user(make_user())
    ctx.flags.in_test = False  # where roles are not asked
    for act in (made.test_connection, lambda: made.send_test_mail("a@x.vn")):
        with pytest.raises(frappe.PermissionError):
            act()


@pytest.mark.parametrize(
    ("server", "error"),
    [
        ({}, frappe.MandatoryError),
        ({"smtp_server": "127.0.0.1", "smtp_port": "99999999"}, frappe.ValidationError),
        ({"smtp_server": "a" * 70 + ".vn"}, frappe.ValidationError),
    ],
)
def test_a_server_that_cannot_be_is_refused(
    ctx: Any, server: dict[str, str], error: type[Exception]
) -> None:
    """No name, a port beyond all ports, a name longer than names are: a sentence, not a failure of the server."""
    ctx.flags.in_test = False  # tests ask no server otherwise
    with pytest.raises(error):
        frappe.get_doc({"doctype": "Email Domain", "domain_name": "x.vn", **server}).insert()
