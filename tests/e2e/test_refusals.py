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
