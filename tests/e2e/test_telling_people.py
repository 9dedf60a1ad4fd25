"""People are told: a notification is looked at before it is sent, a mail leaves from a form and stays there."""

from __future__ import annotations

from collections.abc import Callable

from desk_page import Desk
from desk_world import DeskWorld
from playwright.sync_api import expect


def test_a_notification_is_looked_at_before_it_is_sent(
    open_desk: Callable[..., Desk], world: DeskWorld
) -> None:
    """Fields are chosen by their labels; the preview names the people of the record's agency."""
    admin = open_desk("admin")
    admin.open("/app/notification/ISO%20Procedure%20Review%20Due%20Soon")
    expect(admin.field("date_changed").locator("option:checked")).not_to_have_text("review_due_on")
    admin.page.get_by_role("button", name="Xem trước").click()
    dialog = admin.page.get_by_role("dialog")
    admin.pick(dialog.locator("input").first, world.procedures[5])
    dialog.locator("[data-primary]").click()
    shown = admin.page.get_by_role("dialog").filter(has_text="Chưa gửi gì cả")
    expect(shown).to_contain_text("Thông báo trong hệ thống")
    expect(shown).to_contain_text(world.procedures[5])


def test_a_mail_from_a_form_stays_in_its_history(
    open_desk: Callable[..., Desk], world: DeskWorld
) -> None:
    """Recipient, words, sent; the timeline tells who got it."""
    admin = open_desk("admin")
    admin.open(f"/app/iso-procedure/{world.procedures[5]}")
    admin.page.get_by_role("button", name="Thao tác khác").click()
    admin.page.get_by_role("menuitem", name="Gửi thư điện tử").click()
    dialog = admin.page.get_by_role("dialog")
    dialog.locator("input").first.fill("so.noi.vu@mau.example")
    dialog.locator(".ql-editor").fill("Kính gửi quy trình để góp ý.")
    dialog.locator("[data-primary]").click()
    expect(admin.page.get_by_role("dialog")).to_have_count(0)
    story = admin.page.get_by_role("region", name="Bình luận và lịch sử")
    expect(story).to_contain_text("đã gửi thư tới so.noi.vu@mau.example")
    expect(story).to_contain_text("Kính gửi quy trình để góp ý.")
