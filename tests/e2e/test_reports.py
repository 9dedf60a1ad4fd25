"""A report grouped, kept, taken away as a workbook, its chart put on a page where each agency sees its own figures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from desk_audit import audit
from desk_page import Desk
from openpyxl import load_workbook
from playwright.sync_api import expect

NAME = "Quy trình theo nhóm và trạng thái"


def test_a_report_becomes_a_chart_on_a_workspace(
    open_desk: Callable[..., Desk], tmp_path: Path
) -> None:
    """Grouped down and across, saved, exported; the chart stands on the workspace for a secretary too."""
    desk = open_desk("admin")
    group(desk)
    keep(desk)
    assert "Nghiệp vụ nội bộ" in workbook(desk, tmp_path / "report.xlsx")
    put_on_page(desk)
    secretary = open_desk("a.secretary")
    secretary.open("/app/iso-procedure-work")
    expect(secretary.page.get_by_role("heading", name=NAME)).to_be_visible()
    expect(secretary.page.get_by_role("button", name="Sửa trang này")).to_have_count(0)


def group(desk: Desk) -> None:
    desk.open("/app/iso-procedure/view/report")
    page = desk.page
    expect(page.locator("tbody tr").first).to_be_visible()
    page.get_by_role("button", name="Nhóm và tính").click()
    page.get_by_label("Mỗi dòng là một").last.select_option(label="Nhóm")
    page.get_by_label("Chia thành các cột theo").last.select_option(label="Trạng thái")
    page.get_by_role("button", name="Áp dụng").click()
    expect(page.get_by_role("button", name="Nhóm theo Nhóm × Trạng thái")).to_be_visible()
    expect(page.locator("tbody tr", has_text="Nghiệp vụ nội bộ")).to_be_visible()
    assert audit(page) == []


def keep(desk: Desk) -> None:
    page = desk.page
    page.get_by_role("button", name="Lưu", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Tên báo cáo").fill(NAME)
    dialog.get_by_role("button", name="Lưu").click()
    page.wait_for_url("**/view/report/**")
    desk.open("/app/iso-procedure/view/report")
    page.get_by_role("button", name="Mở", exact=True).click()
    page.get_by_role("menuitem", name=NAME).click()
    page.wait_for_url("**/view/report/**")
    expect(page.locator("tfoot")).to_contain_text("Tổng cộng")


def workbook(desk: Desk, target: Path) -> list[str]:
    desk.page.get_by_role("button", name="Xuất tệp").click()
    with desk.page.expect_download() as download:
        desk.page.get_by_role("menuitem", name="Excel").click()
    download.value.save_as(target)
    return [str(cell) for line in load_workbook(target).active.values for cell in line]


def put_on_page(desk: Desk) -> None:
    page = desk.page
    page.locator("header").get_by_role("button", name="Thêm").last.click()
    page.get_by_role("menuitem", name="Thêm biểu đồ vào trang").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Đặt ở đâu").select_option(label="Trang làm việc: Quy trình và thủ tục")
    dialog.get_by_role("button", name="Thêm").click()
    expect(page.get_by_text("Đã đặt biểu đồ vào")).to_be_visible()
    desk.open("/app/iso-procedure-work")
    page.get_by_role("button", name="Sửa trang này").click()
    expect(page.locator("[data-block='chart']", has_text=NAME)).to_be_visible()
    assert audit(page) == []
    page.get_by_label(f"Độ rộng của {NAME}").select_option(label="Cả hàng")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.get_by_text("Đã lưu trang.")).to_be_visible()
