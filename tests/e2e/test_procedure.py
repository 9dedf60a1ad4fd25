"""A procedure from the secretary's draft to its effect, seen by its own agency only."""

from __future__ import annotations

import re
from collections.abc import Callable

from desk_page import Desk
from desk_world import DEPARTMENT, DeskWorld
from playwright.sync_api import expect

TITLE = "Đăng ký khai tử tại Ủy ban nhân dân xã"
STEPS = (
    ("Tiếp nhận hồ sơ", "Công chức Một cửa", "2"),
    ("Thẩm định và vào sổ", "Công chức Tư pháp", "4"),
    ("Ký và trả kết quả", "Chủ tịch", "2"),
)


def write_steps(desk: Desk) -> None:
    """Three rows by keyboard alone: Tab walks from cell to cell."""
    desk.tab("Nội dung")
    for number, (name, role, hours) in enumerate(STEPS, start=1):
        desk.field("steps").get_by_role("button", name="Thêm dòng").focus()
        desk.page.keyboard.press("Enter")
        box = desk.cell("steps", number, "step_name").locator("input")
        expect(box).to_be_visible()
        box.focus()
        desk.page.keyboard.type(name)
        desk.page.keyboard.press("Tab")
        desk.page.keyboard.type(role)
        desk.page.keyboard.press("Tab")
        desk.page.keyboard.type(hours)
        desk.page.keyboard.press("Tab")
    for number, (name, _role, _hours) in enumerate(STEPS, start=1):
        expect(desk.field("steps").locator("tbody tr").nth(number - 1)).to_contain_text(str(number))
        expect(desk.cell("steps", number, "step_name").locator("input")).to_have_value(name)


def test_a_procedure_takes_effect_and_stays_in_its_agency(
    open_desk: Callable[..., Desk], world: DeskWorld
) -> None:
    """Written, attached to, returned with a reason, reviewed, approved; another agency finds nothing."""
    secretary = open_desk("a.secretary")
    secretary.open("/app/iso-procedure")
    secretary.page.get_by_role("button", name="Thêm mới").click()
    secretary.settled()
    secretary.fill("code", "QT-KT-01")
    secretary.fill("title", TITLE)
    secretary.select("procedure_kind", "Internal")
    secretary.link("department", DEPARTMENT)
    write_steps(secretary)
    secretary.save()
    name = secretary.name
    attach(secretary)
    secretary.act("Gửi soát xét", "Chờ soát xét")
    review(open_desk, secretary, name)
    approve(open_desk, name)
    secretary.open("/app/iso-procedure")
    row = secretary.page.locator("tbody tr", has_text=TITLE)
    expect(row.locator(".pill[data-tone='green']")).to_have_text("Có hiệu lực")
    nobody_else_finds_it(open_desk("b.secretary"), name)


def attach(desk: Desk) -> None:
    with desk.page.expect_file_chooser() as chooser:
        desk.page.get_by_role("button", name="Đính kèm tệp").click()
    chooser.value.set_files(
        {"name": "to-khai.txt", "mimeType": "text/plain", "buffer": "Tờ khai".encode()}
    )
    expect(desk.page.get_by_role("link", name="to-khai")).to_be_visible()


def review(open_desk: Callable[..., Desk], secretary: Desk, name: str) -> None:
    """The department head returns it once, the management representative confirms the second time."""
    chief = open_desk("a.chief")
    chief.open(f"/app/iso-procedure/{name}")
    chief.act("Trả lại", "Dự thảo", reason="Bước 2 chưa ghi biểu mẫu")
    secretary.open(f"/app/iso-procedure/{name}")
    secretary.expect_state("Dự thảo")
    expect(secretary.page.get_by_text("Đã trả lại: Bước 2 chưa ghi biểu mẫu").first).to_be_visible()
    secretary.fill("title", TITLE + " (sửa)")
    secretary.save()
    secretary.act("Gửi soát xét", "Chờ soát xét")
    representative = open_desk("a.representative")
    representative.open(f"/app/iso-procedure/{name}")
    representative.act("Xác nhận soát xét", "Chờ phê duyệt")


def approve(open_desk: Callable[..., Desk], name: str) -> None:
    """The head finds it on the first page and approves it from there."""
    head = open_desk("a.head")
    head.open("/app")
    head.page.locator("#screen a", has_text=TITLE).first.click()
    expect(head.page).to_have_url(re.compile(re.escape(name)))
    head.settled()
    assert head.name == name
    head.act("Phê duyệt", "Có hiệu lực")


def nobody_else_finds_it(stranger: Desk, name: str) -> None:
    """Neither in the list, nor by search, nor in a link box, nor by its address."""
    stranger.open("/app/iso-procedure")
    stranger.page.get_by_label("Tìm trong danh sách này").fill("khai tử")
    expect(stranger.page.get_by_text("Không có mục nào khớp")).to_be_visible()
    stranger.page.keyboard.press("Control+k")
    stranger.page.get_by_role("combobox", name="Tìm kiếm").fill(name)
    expect(stranger.page.get_by_text("Không tìm thấy")).to_be_visible()
    stranger.page.keyboard.press("Escape")
    stranger.open("/app/iso-procedure/new")
    stranger.tab("Phê duyệt và phiên bản")
    box = stranger.field("replaces").get_by_role("combobox")
    box.fill("QT-KT")
    expect(stranger.page.get_by_role("option").filter(has_text="QT-KT")).to_have_count(0)
    expect(
        stranger.page.get_by_text("Không tìm thấy").or_(stranger.page.get_by_role("option")).first
    ).to_be_visible()
    stranger.expected |= {403, 404}
    stranger.page.goto(f"/app/iso-procedure/{name}")
    refusal = stranger.page.locator("#screen").get_by_role("alert")
    expect(refusal.or_(stranger.page.get_by_text("Không có bản ghi này"))).to_be_visible()
    expect(stranger.page.locator("#screen")).not_to_contain_text("khai tử")
