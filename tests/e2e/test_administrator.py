"""An administrator shapes the system in the browser: a field, a workflow role."""

from __future__ import annotations

from collections.abc import Callable

from desk_page import Desk
from desk_world import DeskWorld
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
    add_field(admin)
    admin.open(f"/app/iso-procedure/{world.procedures[5]}")
    expect(admin.field(FIELD)).to_contain_text(LABEL)
    secretary.open(f"/app/iso-procedure/{world.procedures[5]}")
    secretary.fill(FIELD, "12/QĐ-UBND")
    secretary.save()
    secretary.open(f"/app/iso-procedure/{world.procedures[5]}")
    expect(secretary.field(FIELD).locator("input")).to_have_value("12/QĐ-UBND")


def add_field(desk: Desk) -> None:
    desk.page.get_by_role("button", name="Thêm trường vào cuối cột này").first.click()
    dialog = desk.page.get_by_role("dialog")
    dialog.locator("[data-new='label']").fill(LABEL)
    dialog.get_by_role("button", name="Thêm", exact=True).click()
    save_changes(desk, 1)


def save_changes(desk: Desk, count: int) -> None:
    """Read the list of changes, agree, and wait for the answer."""
    desk.page.get_by_role("button", name=f"Lưu {count} thay đổi").click()
    expect(desk.page.get_by_role("dialog").locator("li")).to_have_count(count)
    with desk.page.expect_response("**/run_doc_method") as answer:
        desk.page.get_by_role("button", name=f"Thực hiện {count} thay đổi").click()
    assert answer.value.ok, answer.value.text()
    expect(desk.page.get_by_text("Biểu mẫu đã đổi cho mọi người.")).to_be_visible()


def test_a_workflow_step_changes_hands(open_desk: Callable[..., Desk], world: DeskWorld) -> None:
    """The editor of workflows gives a step to another role: it is offered there, the old one is told why not."""
    lead, representative = open_desk("a.lead"), open_desk("a.representative")
    path = f"/app/iso-audit-program/{world.program}"
    lead.open(path)
    expect(lead.page.locator("[data-primary]", has_text="Gửi soát xét")).to_be_visible()
    admin = open_desk("admin")
    admin.open("/app/workflow/ISO%20Audit%20Program%20Approval")
    hand_over(admin)
    representative.open(path)
    representative.page.locator("[data-primary]").click()
    offered = representative.page.get_by_role("menuitem", name="Gửi soát xét")
    confirm = representative.page.get_by_role("dialog")
    expect(offered.or_(confirm).first).to_be_visible()
    lead.open(path)
    lead.page.get_by_role("button", name="Bước tiếp theo").click()
    expect(lead.page.get_by_role("menuitem", name="Gửi soát xét")).to_be_disabled()


def hand_over(desk: Desk) -> None:
    """Take a role out of a step and put another one in, by the drawing and its dialog."""
    page = desk.page
    expect(page.get_by_role("group", name="Sơ đồ luồng xử lý")).to_contain_text("Chờ soát xét")
    page.get_by_role("region", name="Trạng thái và bước chuyển").get_by_role(
        "button", name="Gửi soát xét"
    ).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Bỏ Trưởng đoàn đánh giá").click()
    dialog.get_by_placeholder("Thêm vai trò").fill("dai dien")
    page.get_by_role("option", name="Đại diện lãnh đạo").click()
    dialog.get_by_role("button", name="Xong").click()
    with page.expect_response("**/frappe.desk.form.save.savedocs") as answer:
        page.get_by_role("button", name="Lưu", exact=True).click()
    assert answer.value.ok, answer.value.text()
    expect(page.get_by_text("Đã lưu, luồng đang được dùng.")).to_be_visible()


def test_a_state_that_nobody_reaches_is_named_before_saving(
    open_desk: Callable[..., Desk], world: DeskWorld
) -> None:
    """A new state is doubtful until a step leads to it; names that are new are made on saving."""
    admin = open_desk("admin")
    page = admin.page
    admin.open("/app/workflow/ISO%20Audit%20Checklist%20Recording")
    remarks = page.get_by_role("region", name="Kiểm tra luồng xử lý")
    expect(remarks).to_contain_text("Trạng thái nào cũng tới được")
    page.get_by_role("button", name="Thêm trạng thái").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Tên trạng thái").fill("Chờ Chủ tịch xem")
    page.get_by_role("option", name="Mới: Chờ Chủ tịch xem").click()
    dialog.get_by_role("button", name="Thêm trạng thái này").click()
    expect(remarks).to_contain_text("Không bản ghi nào tới được Chờ Chủ tịch xem")
    page.get_by_role("button", name="Thêm bước chuyển từ đây").first.click()
    dialog.get_by_label("Đến trạng thái").select_option("Chờ Chủ tịch xem")
    dialog.get_by_label("Thao tác").fill("Trình Chủ tịch")
    page.get_by_role("option", name="Mới: Trình Chủ tịch").click()
    dialog.get_by_placeholder("Thêm vai trò").fill("truong doan")
    page.get_by_role("option", name="Trưởng đoàn đánh giá").click()
    dialog.get_by_role("button", name="Thêm bước này").click()
    expect(remarks).to_contain_text("Trạng thái nào cũng tới được")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.get_by_text("Đã lưu, luồng đang được dùng.")).to_be_visible()
    admin.open("/app/workflow-state/Chờ Chủ tịch xem")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Chờ Chủ tịch xem")
