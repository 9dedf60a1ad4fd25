"""An administrator makes a form with a table of rows, and takes a change of a shipped form back."""

from __future__ import annotations

from collections.abc import Callable

from desk_page import Desk
from playwright.sync_api import Locator, expect


def dialog(desk: Desk) -> Locator:
    return desk.page.get_by_role("dialog").last


def add(desk: Desk, label: str, kind: str, *, table: str = "", required: bool = False) -> None:
    desk.page.get_by_role("button", name="Thêm trường vào cuối cột này").first.click()
    asked = dialog(desk)
    asked.locator("[data-new='label']").fill(label)
    asked.locator(f"[data-kind='{kind}']").click()
    asked.locator("[data-new='reqd']").set_checked(required)
    if table:
        asked.get_by_role("button", name="Tạo bảng con mới").click()
        made = dialog(desk)
        made.locator("[data-new='title']").fill(table)
        made.get_by_label("Tên của cột 1").fill("Tên hàng")
        made.get_by_label("Tên của cột 2").fill("Số lượng")
        made.get_by_label("Loại của cột 2").select_option("Int")
        made.get_by_role("button", name="Tạo bảng", exact=True).click()
        expect(made.locator("#new-field-target")).to_have_value(table)
    dialog(desk).get_by_role("button", name="Thêm", exact=True).click()


def test_a_form_is_made_and_used(open_desk: Callable[..., Desk]) -> None:
    """Name, fields, a table, numbers, rights; then its first record, without touching a file."""
    desk = open_desk("admin")
    desk.open("/app/doctype-editor/new")
    desk.page.locator("[data-new='title']").fill("Phiếu mượn tài liệu")
    desk.page.get_by_role("button", name="Tiếp tục").click()
    add(desk, "Nội dung", "Data", required=True)
    add(desk, "Ngày", "Date")
    add(desk, "Hàng hóa", "Table", table="Dòng mượn")
    desk.page.locator("[data-field='ngay']").press("Alt+ArrowUp")
    fields = desk.page.locator("[data-field]")
    expect(fields).to_have_count(3)
    assert [each.get_attribute("data-field") for each in fields.all()] == [
        "ngay",
        "noi_dung",
        "hang_hoa",
    ]
    desk.page.get_by_role("tab", name="Đặt mã").click()
    desk.page.get_by_label("Theo mẫu").check()
    desk.page.get_by_role("button", name="Tạo biểu mẫu").click()
    expect(desk.page.get_by_text("Biểu mẫu đã sẵn sàng cho người có quyền.")).to_be_visible()
    desk.page.get_by_role("link", name="Mở danh sách").click()
    desk.page.wait_for_url("**/app/phieu-muon-tai-lieu")
    desk.open("/app/phieu-muon-tai-lieu/new")
    desk.fill("noi_dung", "Mua giấy in")
    desk.save()
    desk.page.wait_for_url("**/app/phieu-muon-tai-lieu/PMTL-*-0001")


def test_a_change_is_seen_and_taken_back(open_desk: Callable[..., Desk]) -> None:
    """The differences name both words; taking one back is at once in force."""
    desk = open_desk("admin")
    desk.open("/app/customize-form?doc_type=ISO%20Audit%20Finding")
    desk.page.locator("[data-field='title']").first.click()
    panel = desk.page.locator("[data-panel]")
    panel.locator("[data-fieldname='label'] input").fill("Tóm tắt sự việc")
    desk.page.keyboard.press("Tab")
    desk.page.get_by_role("button", name="Lưu 1 thay đổi").click()
    desk.page.get_by_role("button", name="Thực hiện 1 thay đổi").click()
    desk.page.get_by_role("tab", name="Khác bản gốc (1)").click()
    expect(desk.page.get_by_text("→ Tóm tắt sự việc")).to_be_visible()
    desk.page.get_by_role("button", name="Trả về: Tóm tắt sự việc").click()
    expect(desk.page.get_by_text("Biểu mẫu đang như bản gốc")).to_be_visible()


def test_others_are_not_offered_these_screens(open_desk: Callable[..., Desk]) -> None:
    """An agency's secretary is told who changes forms."""
    desk = open_desk("a.secretary")
    for path in ("customize-form", "doctype-editor/new", "export-customizations"):
        desk.open(f"/app/{path}")
        expect(desk.page.get_by_text("Chỉ dành cho quản trị hệ thống")).to_be_visible()
