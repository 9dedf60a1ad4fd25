"""An administrator looks after background work in the browser; nobody else sees it."""

from __future__ import annotations

from collections.abc import Callable

from desk_page import Desk
from playwright.sync_api import Locator, expect

TITLE = "Dọn nhật ký cũ"


def row(desk: Desk) -> Locator:
    return desk.page.get_by_role("listitem").filter(has_text=TITLE)


def test_scheduled_work_is_run_stopped_and_run_again(open_desk: Callable[..., Desk]) -> None:
    """Run now queues it; on the page of jobs it waits, is stopped, and waits once more; a secretary is refused."""
    admin = open_desk("admin")
    admin.open("/app/scheduled-job-type")
    row(admin).get_by_role("button", name="Chạy ngay").click()
    expect(row(admin).get_by_text("Đang chờ")).to_be_visible()
    admin.open("/app/rq-job")
    expect(admin.page.get_by_text("Hiện không có tiến trình nào")).to_be_visible()
    row(admin).get_by_role("button", name="Dừng").click()
    admin.page.get_by_role("dialog").get_by_role("button", name="Dừng").click()
    expect(row(admin).get_by_text("Đã dừng")).to_be_visible()
    row(admin).get_by_role("button", name="Chạy lại").click()
    expect(row(admin).get_by_text("Đang chờ")).to_be_visible()
    secretary = open_desk("a.secretary")
    secretary.expected.add(403)
    secretary.open("/app/rq-job")
    expect(secretary.page.get_by_role("alert")).to_be_visible()
    expect(secretary.page.get_by_text(TITLE)).to_have_count(0)
