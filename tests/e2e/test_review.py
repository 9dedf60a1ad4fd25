"""The head holds the management review: figures are there before, decisions are followed up after."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from desk_page import Desk
from desk_world import TODAY, DeskWorld
from playwright.sync_api import expect

DECISION = "Rà soát lại thời hạn các bước của quy trình hộ tịch"


def test_a_review_is_prepared_held_and_becomes_a_followed_up_action(
    open_desk: Callable[..., Desk], world: DeskWorld
) -> None:
    """The inputs of clause 9.3.2 stand in it with figures; the decision is somebody's work afterwards."""
    secretary = open_desk("a.secretary")
    review = prepare(secretary)
    head = open_desk("a.head")
    head.open(f"/app/iso-management-review/{review}")
    head.act("Phê duyệt", "Đã duyệt")
    hold(secretary, review)
    head.expected.add(417)
    head.open(f"/app/iso-management-review/{review}")
    head.choose_step("Kết luận cuộc họp")
    head.refused_with("kết luận")
    secretary.tab("Biên bản")
    secretary.fill("conclusion", "Hệ thống phù hợp, cần cải tiến thời hạn")
    secretary.save()
    head.open(f"/app/iso-management-review/{review}")
    head.act("Kết luận cuộc họp", "Đã kết luận")
    followed_up(open_desk("a.officer"))


def prepare(desk: Desk) -> str:
    """A draft with the inputs listed; the figures come from the system."""
    desk.open("/app/iso-management-review/new")
    desk.fill("title", f"Họp xem xét của lãnh đạo năm {TODAY.year}")
    desk.fill("year", str(TODAY.year))
    desk.fill("planned_date", TODAY.strftime("%d/%m/%Y"))
    desk.link("chair", "Nguyễn Văn Hải")
    desk.save()
    desk.press_and_reload("Lấy số liệu")
    desk.tab("Đầu vào")
    rows = desk.field("inputs").locator("tbody tr")
    assert rows.count() >= 6
    desk.field("inputs").get_by_role("button", name="Mở dòng 5", exact=True).click()
    row = desk.page.get_by_role("dialog")
    expect(row.locator("[data-fieldname='data_snapshot']")).to_contain_text(
        "Quy trình có hiệu lực: "
    )
    row.get_by_role("button", name="Xong").click()
    desk.act("Gửi phê duyệt", "Chờ phê duyệt")
    return desk.name


def hold(desk: Desk, review: str) -> None:
    """Every input reported, who was there, one decision with a person and a day."""
    desk.open(f"/app/iso-management-review/{review}")
    desk.fill("meeting_datetime", TODAY.strftime("%d/%m/%Y"))
    desk.add_row("participants")
    desk.pick(
        desk.cell("participants", 1, "staff_member").get_by_role("combobox"), "Nguyễn Văn Hải"
    )
    desk.cell("participants", 1, "present").locator("input[type=checkbox]").check()
    desk.tab("Đầu vào")
    for number in range(1, desk.field("inputs").locator("tbody tr").count() + 1):
        desk.field("inputs").get_by_role("button", name=f"Mở dòng {number}", exact=True).click()
        row = desk.page.get_by_role("dialog")
        row.locator("[data-fieldname='summary'] textarea").fill("Đã báo cáo tại cuộc họp")
        row.locator("[data-fieldname='is_complete'] input").check()
        row.get_by_role("button", name="Xong").click()
    desk.tab("Biên bản")
    desk.add_row("outputs")
    desk.cell("outputs", 1, "output_type").locator("select").select_option("Improvement")
    desk.fill_cell("outputs", 1, "decision", DECISION)
    desk.pick(desk.cell("outputs", 1, "responsible").get_by_role("combobox"), "Đỗ Minh Quân")
    desk.fill_cell("outputs", 1, "due_date", (TODAY + timedelta(days=30)).strftime("%d/%m/%Y"))
    desk.save()
    desk.act("Ghi nhận đã họp", "Đã họp")


def followed_up(desk: Desk) -> None:
    """The person named in the decision finds it and reports it done."""
    desk.open("/app/iso-review-action")
    desk.page.get_by_role("link", name=DECISION).click()
    desk.settled()
    desk.select("status", "Done")
    desk.fill("result", "Đã ban hành lại quy trình")
    desk.save()
    expect(desk.page.locator("#screen")).to_contain_text("Đã ban hành lại")
