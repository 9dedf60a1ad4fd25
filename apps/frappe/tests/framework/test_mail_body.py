"""What a mail looks like to whoever reads it: letters, pictures, attachments, links."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_string, policy
from typing import Any

import frappe
import pytest
from frappe.email import queue
from frappe.utils import get_url
from smtp_server import Mailbox, mail_server

PICTURE = b"\x89PNG\r\n\x1a\n" + b"0" * 20


def read(row: Any) -> Any:
    return message_from_string(row.message, policy=policy.SMTP)


@pytest.fixture
def box(ctx: Any) -> Iterator[Mailbox]:
    frappe.db.delete("Email Queue")
    with mail_server() as box:
        ctx.conf.update(mail_server="127.0.0.1", mail_port=box.port)
        yield box
        for key in ("mail_server", "mail_port"):
            ctx.conf.pop(key)


def test_vietnamese_arrives_as_it_was_written(box: Mailbox) -> None:
    """Subject, names, text and HTML are encoded for seven-bit servers, and read back the same."""
    subject = "Nhắc việc: đánh giá nội bộ quý III của Sở Nội vụ, phải xong trước ngày 30 tháng 9"
    row = queue.sendmail(
        "a@x.vn",
        sender="Nguyễn Văn A <gui@x.vn>",
        subject=subject,
        message="<p>Kính gửi ông Đạt</p>",
    )
    queue.flush()
    (_to, mail) = box.received[0]

    assert row.message.isascii()
    assert "=?utf-8?" in row.message.lower()
    assert (mail["Subject"], mail["From"]) == (subject, "Nguyễn Văn A <gui@x.vn>")
    assert "Kính gửi ông Đạt" in mail.get_body(("plain",)).get_content()
    assert "Kính gửi ông Đạt" in mail.get_body(("html",)).get_content()


def test_a_mail_without_a_subject(ctx: Any) -> None:
    """It leaves all the same, and says that it has none; in the sender's language."""
    assert read(frappe.sendmail("a@x.vn", message="y"))["Subject"] == "No Subject"
    ctx.lang = "vi"
    assert read(frappe.sendmail("a@x.vn", message="y"))["Subject"] == "Không có tiêu đề"


def test_plain_text_becomes_paragraphs(ctx: Any) -> None:
    """Text without marks keeps its lines in HTML; `as_markdown` reads marks."""
    html = read(queue.sendmail("a@x.vn", subject="x", message="Một\n\nHai")).get_body(("html",))
    marked = read(queue.sendmail("a@x.vn", subject="x", message="**Đậm**", as_markdown=True))

    assert html.get_content().count("<p>") == 2
    assert "<strong>Đậm</strong>" in marked.get_body(("html",)).get_content()


def test_attachments_travel_with_their_names(box: Mailbox) -> None:
    """Bytes, a stored file that is read when the mail leaves, and a print that is drawn then."""
    file = frappe.get_doc({"doctype": "File", "file_name": "kế hoạch.txt", "content": "abc"})
    file.insert()
    note = frappe.get_doc({"doctype": "ToDo", "description": "Việc"}).insert()
    frappe.db.set_single_value("Print Settings", "send_print_as_pdf", 0)
    row = queue.sendmail(
        "a@x.vn",
        subject="x",
        message="y",
        attachments=[
            {"fname": "số liệu.csv", "fcontent": "a,b"},
            {"fid": file.name},
            {"print_format_attachment": 1, "doctype": "ToDo", "name": note.name},
        ],
    )
    stored = [part.get_filename() for part in read(row).iter_attachments()]
    queue.flush()
    parts = {
        part.get_filename(): part.get_content() for part in box.received[0][1].iter_attachments()
    }

    assert stored == ["số liệu.csv"]
    assert parts["số liệu.csv"].strip() == "a,b"
    assert parts["kế hoạch.txt"].strip() == "abc"
    assert "Việc" in parts[f"{note.name}.html"]


def test_file_that_may_not_be_read_is_not_sent(ctx: Any, make_user: Any) -> None:
    """A private file of somebody else is refused when the mail is written."""
    file = frappe.get_doc(
        {"doctype": "File", "file_name": "riêng.txt", "content": "abc", "is_private": 1}
    ).insert()
    ctx.set_user(make_user())
    with pytest.raises(frappe.PermissionError):
        queue.sendmail("a@x.vn", subject="x", message="y", attachments=[{"fid": file.name}])


def test_picture_is_part_of_the_message(ctx: Any) -> None:
    """`embed` becomes a part that the HTML names by its number; an unknown one is left empty."""
    row = queue.sendmail(
        "a@x.vn",
        subject="x",
        message='<p><img embed="dau.png"><img embed="none.png"></p>',
        inline_images=[{"filename": "dau.png", "filecontent": PICTURE}],
    )
    picture = next(part for part in read(row).walk() if part.get_content_type() == "image/png")
    html = read(row).get_body(("html",)).get_content()

    assert (picture.get_content(), picture["Content-Disposition"].split(";")[0]) == (
        PICTURE,
        "inline",
    )
    assert f'src="cid:{picture["Content-ID"][1:-1]}"' in html
    assert 'src=""' in html


def test_addresses_of_the_site_are_made_whole(ctx: Any) -> None:
    """A link to a record works from a mailbox."""
    row = queue.sendmail("a@x.vn", subject="x", message='<a href="/app/todo/1">Mở</a>')
    assert f'href="{get_url()}/app/todo/1"' in read(row).get_body(("html",)).get_content()


def test_headers_follow_what_is_asked(ctx: Any) -> None:
    """Thread, answers, receipt, heading and own number."""
    row = queue.sendmail(
        "a@x.vn",
        subject="x",
        message="y",
        message_id="1@x.vn",
        in_reply_to="<0@x.vn>",
        reply_to="tra-loi@x.vn",
        read_receipt=1,
        header=["Quá hạn", "red"],
        send_priority=5,
    )
    mail = read(row)

    assert [mail[key] for key in ("Message-ID", "In-Reply-To", "Reply-To")] == [
        "<1@x.vn>",
        "<0@x.vn>",
        "tra-loi@x.vn",
    ]
    assert mail["Disposition-Notification-To"] == mail["From"]
    assert "Quá hạn" in mail.get_body(("html",)).get_content()
    assert (row.message_id, row.priority) == ("1@x.vn", 5)


def test_each_recipient_has_an_own_link_to_leave(box: Mailbox) -> None:
    """The link stands in text, HTML and header, signed for the recipient; without words there is none."""
    about = {"reference_doctype": "User", "reference_name": "Administrator"}
    people = ["a@x.vn", "b@x.vn"]
    queue.sendmail(
        people, subject="x", message="<p>Tin</p>", unsubscribe_message="Thôi nhận thư", **about
    )
    queue.sendmail("c@x.vn", subject="x", message="y", **about)
    queue.flush()
    first, second, third = (mail for _to, mail in box.received)

    for mail, email in ((first, "a%40x.vn"), (second, "b%40x.vn")):
        link = mail["List-Unsubscribe"]
        assert f"email={email}" in link
        assert "_signature=" in link
        assert link.strip("<>") in mail.get_body(("plain",)).get_content()
        assert "Thôi nhận thư</a>" in mail.get_body(("html",)).get_content()
    assert third["List-Unsubscribe"] is None
