"""What the desk says when it says no: at the field, with the remedy, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from desk_page import Desk
from desk_world import DeskWorld
from playwright.sync_api import expect


@pytest.fixture
def draft(open_desk: Callable[..., Desk], world: DeskWorld) -> tuple[Desk, str]:
    """The secretary's desk with a draft open that no other journey uses."""
    desk = open_desk("a.secretary")
    path = f"/app/iso-procedure/{world.procedures[4]}"
    desk.open(path)
    return desk, path


def test_required_fields_are_named_where_they_are(open_desk: Callable[..., Desk]) -> None:
    """An empty form is not sent; each empty field says so."""
    desk = open_desk("a.secretary")
    desk.open("/app/iso-procedure/new")
    desk.fill("title", "Chưa có mã")
    desk.select("procedure_kind", "Internal")
    desk.try_save()
    expect(desk.field("code").get_by_role("alert")).to_have_text("Hãy điền trường này.")
    expect(desk.field("code").locator("input")).to_be_focused()
    desk.refused_with("Còn trống: Mã")


def test_a_wrong_date_and_a_wrong_number_stay_with_their_remedy(
    open_desk: Callable[..., Desk],
) -> None:
    """What was typed is still there and the sentence says how to write it."""
    desk = open_desk("a.secretary")
    desk.open("/app/iso-procedure/new")
    desk.fill("issue_no", "hai")
    expect(desk.field("issue_no").get_by_role("alert")).to_contain_text("số nguyên")
    expect(desk.field("issue_no").locator("input")).to_have_value("hai")
    desk.tab("Phê duyệt và phiên bản")
    desk.fill("effective_on", "31/02/2026")
    expect(desk.field("effective_on").get_by_role("alert")).to_contain_text("ngày/tháng/năm")
    expect(desk.field("effective_on").get_by_role("textbox")).to_have_value("31/02/2026")


def test_a_code_that_exists_is_refused_and_the_form_stays(open_desk: Callable[..., Desk]) -> None:
    """The server's refusal is a sentence on the form, not a lost page."""
    desk = open_desk("a.secretary")
    desk.expected.add(409)
    desk.open("/app/iso-procedure/new")
    desk.fill("code", "QT-06")
    desk.fill("title", "Trùng mã")
    desk.select("procedure_kind", "Internal")
    desk.save()
    expect(desk.page.get_by_role("alert").first).to_be_visible()
    expect(desk.field("title").locator("textarea")).to_have_value("Trùng mã")


def test_the_second_to_save_sees_both_versions(
    draft: tuple[Desk, str], open_desk: Callable[..., Desk]
) -> None:
    """Neither version is lost: mine is put on theirs and saved."""
    mine, path = draft
    mine.expected.add(417)
    theirs = open_desk("a.secretary")
    theirs.open(path)
    theirs.tab("Nội dung")
    theirs.fill("scope", "Áp dụng tại bộ phận Một cửa")
    theirs.save()
    mine.fill("title", "Cấp giấy xác nhận tình trạng hôn nhân (mới)")
    mine.save()
    dialog = mine.page.get_by_role("dialog", name="Người khác đã lưu trước bạn")
    expect(dialog).to_contain_text("Phạm Thị Hương")
    dialog.get_by_role("button", name="Giữ phần của tôi trên bản mới").click()
    mine.save()
    mine.open(path)
    expect(mine.field("title").locator("textarea")).to_have_value(
        "Cấp giấy xác nhận tình trạng hôn nhân (mới)"
    )
    mine.tab("Nội dung")
    expect(mine.field("scope")).to_contain_text("Một cửa")


def test_an_ended_session_keeps_what_was_typed(
    open_desk: Callable[..., Desk], world: DeskWorld
) -> None:
    """The page asks to sign in again on top of the form; the save then goes through."""
    desk = open_desk()
    desk.expected |= {401, 403}
    desk.page.goto("/login?redirect-to=/app/iso-procedure/new")
    desk.sign_in(world.users["a.secretary"], world.password)
    desk.settled()
    desk.fill("code", "QT-PHIEN")
    desk.fill("title", "Gõ dở khi hết phiên")
    desk.select("procedure_kind", "Internal")
    sign_out_elsewhere(desk)
    desk.try_save()
    overlay = desk.page.get_by_role("dialog", name="Hãy đăng nhập lại")
    overlay.get_by_label("Mật khẩu").fill(world.password)
    overlay.get_by_role("button", name="Đăng nhập").click()
    desk.expect_state("Dự thảo")
    expect(desk.field("title").locator("textarea")).to_have_value("Gõ dở khi hết phiên")


def sign_out_elsewhere(desk: Desk) -> None:
    """In a second window of the same browser."""
    other = Desk(desk.page.context.new_page())
    other.open("/app")
    other.page.get_by_role("button", name="Tài khoản").click()
    other.page.get_by_role("menuitem", name="Đăng xuất").click()
    other.page.wait_for_url("**/login**")
    other.page.close()


def test_a_step_for_another_role_is_shown_with_its_reason(
    open_desk: Callable[..., Desk], world: DeskWorld
) -> None:
    """Whoever may not take a step reads who may."""
    desk = open_desk("a.secretary")
    desk.open(f"/app/iso-procedure/{world.procedures[3]}")
    desk.expect_state("Chờ soát xét")
    desk.page.get_by_role("button", name="Bước tiếp theo").click()
    item = desk.page.get_by_role("menuitem", name="Xác nhận soát xét")
    expect(item).to_be_disabled()
    expect(item).to_contain_text("Đại diện lãnh đạo về chất lượng")


def test_a_gate_refuses_with_the_missing_thing(open_desk: Callable[..., Desk]) -> None:
    """A procedure without steps is not sent for review."""
    desk = open_desk("a.secretary")
    desk.expected.add(417)
    desk.open("/app/iso-procedure/new")
    desk.fill("code", "QT-TRONG")
    desk.fill("title", "Chưa có bước nào")
    desk.select("procedure_kind", "Internal")
    desk.save()
    desk.choose_step("Gửi soát xét")
    desk.refused_with("bước")
    desk.expect_state("Dự thảo")


def test_several_are_returned_for_one_reason(
    open_desk: Callable[..., Desk], world: DeskWorld
) -> None:
    """The list asks why, once, and every returned record says it."""
    drafts = world.procedures[4:6]
    secretary = open_desk("a.secretary")
    take_step(secretary, drafts, "Gửi soát xét")
    chief = open_desk("a.chief")
    take_step(chief, drafts, "Trả lại")
    dialog = chief.page.get_by_role("dialog", name="Trả lại")
    dialog.get_by_role("button", name="Tiếp tục").click()
    expect(dialog.get_by_role("alert")).to_be_visible()
    dialog.get_by_label("Lý do trả lại").fill("Chưa ghi biểu mẫu kèm theo")
    dialog.get_by_role("button", name="Tiếp tục").click()
    expect(chief.page.get_by_text("Đã xong: Trả lại")).to_be_visible()
    for name in drafts:
        secretary.open(f"/app/iso-procedure/{name}")
        secretary.expect_state("Dự thảo")
        expect(
            secretary.page.get_by_text("Đã trả lại: Chưa ghi biểu mẫu kèm theo").first
        ).to_be_visible()


def take_step(desk: Desk, names: list[str], action: str) -> None:
    """Tick the records in the list and choose what happens to them."""
    desk.open("/app/iso-procedure")
    for name in names:
        desk.page.get_by_role("checkbox", name=f"Chọn {name}").check()
    desk.page.get_by_role("region", name="Các dòng đã chọn").get_by_role(
        "button", name=action
    ).click()
    desk.page.get_by_role("dialog").get_by_role("button", name=action).click()


def test_a_form_that_one_may_not_begin_says_who_may(open_desk: Callable[..., Desk]) -> None:
    """Instead of a locked form: the roles that begin it, and the way back to the list."""
    desk = open_desk("a.secretary")
    desk.page.goto("/app/iso-standard/new")
    expect(desk.page.get_by_text("Bạn chưa có quyền lập “Tiêu chuẩn” mới")).to_be_visible()
    expect(desk.page.locator("#screen")).to_contain_text("Cán bộ điều phối ISO của tỉnh")
    desk.page.get_by_role("link", name="Về danh sách").click()
    expect(desk.page.get_by_role("heading", name="Tiêu chuẩn")).to_be_visible()
