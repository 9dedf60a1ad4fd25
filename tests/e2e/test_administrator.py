"""An administrator shapes the system in the browser: a field, a workflow role, a saved report."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from desk_page import Desk
from desk_world import DeskWorld
from openpyxl import load_workbook
from playwright.sync_api import expect

FIELD = "custom_so_quyet_dinh_ban_hanh"
LABEL = "Số quyết định ban hành"


def test_a_new_field_is_there_at_once_for_everybody(
    open_desk: Callable[..., Desk], world: DeskWorld
) -> None:
    """Customize Form adds it; another person's session that was open before has it too."""
    secretary = open_desk("a.secretary")
    secretary.open(f"/app/iso-procedure/{world.procedures[5]}")
    expect(secretary.field(FIELD)).to_have_count(0)
    admin = open_desk("admin")
    admin.open("/app/customize-form?doc_type=ISO%20Procedure")
    add_field_below(admin, "Tên gọi")
    admin.open(f"/app/iso-procedure/{world.procedures[5]}")
    expect(admin.field(FIELD)).to_contain_text(LABEL)
    secretary.open(f"/app/iso-procedure/{world.procedures[5]}")
    secretary.fill(FIELD, "12/QĐ-UBND")
    secretary.save()
    secretary.open(f"/app/iso-procedure/{world.procedures[5]}")
    expect(secretary.field(FIELD).locator("input")).to_have_value("12/QĐ-UBND")


def add_field_below(desk: Desk, neighbour: str) -> None:
    desk.page.get_by_role("button", name=f"Thao tác với {neighbour}", exact=True).click()
    desk.page.get_by_role("menuitem", name="Thêm trường bên dưới").click()
    dialog = desk.page.get_by_role("dialog")
    dialog.locator("[data-fieldname='label'] input").fill(LABEL)
    dialog.get_by_role("button", name="Xong").click()
    with desk.page.expect_response("**/run_doc_method") as answer:
        desk.page.get_by_role("button", name="Lưu", exact=True).click()
    assert answer.value.ok, answer.value.text()
    expect(desk.page.get_by_text("Biểu mẫu đã đổi cho mọi người.")).to_be_visible()


def test_a_workflow_step_changes_hands(open_desk: Callable[..., Desk], world: DeskWorld) -> None:
    """The Workflow form gives a step to another role: that role is offered it, the old one is told why not."""
    lead, representative = open_desk("a.lead"), open_desk("a.representative")
    path = f"/app/iso-audit-program/{world.program}"
    lead.open(path)
    expect(lead.page.locator("[data-primary]", has_text="Gửi soát xét")).to_be_visible()
    admin = open_desk("admin")
    admin.open("/app/workflow/ISO%20Audit%20Program%20Approval")
    rows = admin.field("transitions").locator("tbody tr")
    wanted = rows.filter(has_text="Gửi soát xét").filter(has_text="Trưởng đoàn đánh giá")
    number = int(wanted.locator("td").nth(1).inner_text())
    admin.pick(
        admin.cell("transitions", number, "allowed").get_by_role("combobox"),
        "ISO Management Representative",
    )
    admin.save()
    representative.open(path)
    representative.page.locator("[data-primary]").click()
    offered = representative.page.get_by_role("menuitem", name="Gửi soát xét")
    confirm = representative.page.get_by_role("dialog")
    expect(offered.or_(confirm).first).to_be_visible()
    lead.open(path)
    lead.page.get_by_role("button", name="Bước tiếp theo").click()
    expect(lead.page.get_by_role("menuitem", name="Gửi soát xét")).to_be_disabled()


def test_a_report_is_grouped_saved_opened_and_exported(
    open_desk: Callable[..., Desk], tmp_path: Path
) -> None:
    """Count per state, kept under a name, taken away as a workbook."""
    desk = open_desk("admin")
    desk.open("/app/iso-procedure/view/report")
    expect(desk.page.locator("tbody tr").first).to_be_visible()
    desk.page.get_by_role("button", name="Nhóm theo").click()
    desk.page.get_by_label("Nhóm theo").last.select_option("procedure_kind")
    desk.page.get_by_role("button", name="Áp dụng").click()
    expect(desk.page.get_by_role("button", name="Nhóm theo Nhóm")).to_be_visible()
    desk.page.get_by_role("button", name="Lưu", exact=True).click()
    dialog = desk.page.get_by_role("dialog")
    dialog.get_by_label("Tên báo cáo").fill("Quy trình theo nhóm")
    dialog.get_by_role("button", name="Lưu").click()
    desk.page.wait_for_url("**/view/report/**")
    desk.open("/app/iso-procedure/view/report")
    desk.page.get_by_role("button", name="Mở", exact=True).click()
    desk.page.get_by_role("menuitem", name="Quy trình theo nhóm").click()
    desk.page.wait_for_url("**/view/report/**")
    row = desk.page.locator("tbody tr", has_text="Nghiệp vụ nội bộ")
    expect(row).to_be_visible()
    count = row.locator("td").last.inner_text()
    desk.page.get_by_role("button", name="Xuất tệp").click()
    with desk.page.expect_download() as download:
        desk.page.get_by_role("menuitem", name="Excel").click()
    target = tmp_path / "report.xlsx"
    download.value.save_as(target)
    cells = [str(cell) for line in load_workbook(target).active.values for cell in line]
    assert count in cells
    assert "Nghiệp vụ nội bộ" in cells or "Internal" in cells
