""""Phiếu đề xuất", built in the browser alone: form, rows, rights, approval, notice, print, report, chart."""

from __future__ import annotations

from desk_page import Desk
from playwright.sync_api import Locator, Page, expect

FORM, ROWS = "Phiếu đề xuất", "Hàng đề xuất"
DOCTYPE, SLUG = "Phieu De Xuat", "phieu-de-xuat"  # as programs and addresses call it
FLOW = "Duyệt phiếu đề xuất"
PRINT, NOTICE, REPORT = "Phiếu đề xuất (A4)", "Báo có phiếu chờ duyệt", "Phiếu đề xuất theo loại"
SECRETARY, CHIEF = "Thư ký ISO", "Trưởng phòng"
REPRESENTATIVE, HEAD = "Đại diện lãnh đạo về chất lượng", "Thủ trưởng cơ quan"
STATES = (
    ("Phiếu mới", SECRETARY),
    ("Chờ trưởng bộ phận", CHIEF),
    ("Chờ đại diện lãnh đạo", REPRESENTATIVE),
    ("Chờ thủ trưởng", HEAD),
    ("Đã duyệt phiếu", HEAD),
)
STEPS = (
    ("Phiếu mới", "Trình phiếu", "Chờ trưởng bộ phận", SECRETARY),
    ("Chờ trưởng bộ phận", "Trưởng bộ phận đồng ý", "Chờ đại diện lãnh đạo", CHIEF),
    ("Chờ đại diện lãnh đạo", "Đại diện đồng ý", "Chờ thủ trưởng", REPRESENTATIVE),
    ("Chờ thủ trưởng", "Duyệt phiếu", "Đã duyệt phiếu", HEAD),
    ("Chờ thủ trưởng", "Trả phiếu", "Phiếu mới", HEAD),
)


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog").last


def make_form(desk: Desk) -> None:
    """The form with its own table of rows, of an agency, numbered by a pattern, for four roles."""
    desk.open("/app/doctype-editor/new")
    page = desk.page
    page.locator("[data-new='title']").fill(FORM)
    page.get_by_role("button", name="Tiếp tục").click()
    add_field(page, "Cơ quan", "Link", fieldname="agency", target="Cơ quan")
    add_field(page, "Nội dung đề xuất", "Data", required=True)
    add_field(page, "Loại", "Select", options="Văn phòng phẩm\nThiết bị\nSửa chữa")
    add_field(page, "Hàng hóa", "Table", table=ROWS)
    page.get_by_role("tab", name="Đặt mã").click()
    page.get_by_label("Theo mẫu").check()
    give_rights(page)
    page.get_by_role("button", name="Tạo biểu mẫu").click()
    expect(page.get_by_text("Biểu mẫu đã sẵn sàng cho người có quyền.")).to_be_visible()


def add_field(
    page: Page,
    label: str,
    kind: str,
    *,
    fieldname: str = "",
    target: str = "",
    options: str = "",
    table: str = "",
    required: bool = False,
) -> None:
    page.get_by_role("button", name="Thêm trường vào cuối cột này").first.click()
    asked = dialog(page)
    asked.locator("[data-new='label']").fill(label)
    asked.locator(f"[data-kind='{kind}']").click()
    asked.locator("[data-new='reqd']").set_checked(required)
    if target:
        choose(page, page.locator("#new-field-target"), target)
    if options:
        asked.locator("[data-new='options']").fill(options)
    if table:
        make_rows(page, table)
    if fieldname:
        asked.locator("summary").click()
        asked.locator("[data-new='fieldname']").fill(fieldname)
    dialog(page).get_by_role("button", name="Thêm", exact=True).click()


def make_rows(page: Page, title: str) -> None:
    dialog(page).get_by_role("button", name="Tạo bảng con mới").click()
    made = dialog(page)
    made.locator("[data-new='title']").fill(title)
    made.get_by_label("Tên của cột 1").fill("Tên hàng")
    made.get_by_label("Tên của cột 2").fill("Số lượng")
    made.get_by_label("Loại của cột 2").select_option("Int")
    made.get_by_role("button", name="Tạo bảng", exact=True).click()
    expect(made.locator("#new-field-target")).to_have_value(title)


def choose(page: Page, box: Locator, text: str) -> None:
    """Type into a box with suggestions and take what is called exactly so."""
    box.click()
    box.fill(text)
    option = page.get_by_role("option").filter(has_text=text).first
    expect(option).to_be_visible()
    option.click()


def give_rights(page: Page) -> None:
    """Secretaries write, those who approve change what waits for them."""
    page.get_by_role("tab", name="Quyền").click()
    for role in (SECRETARY, CHIEF, REPRESENTATIVE, HEAD):
        page.locator("[data-new='role']").select_option(label=role)
        page.get_by_role("button", name="Thêm vai trò này").click()
        page.get_by_label(f"{role}: sửa", exact=True).check()
    page.get_by_label(f"{SECRETARY}: tạo", exact=True).check()


def make_flow(desk: Desk) -> None:
    """Three levels of approval, drawn and checked."""
    desk.open("/app/workflow/new")
    page = desk.page
    choose(page, page.locator("#flow-form"), FORM)
    page.get_by_label("Tên luồng").fill(FLOW)
    clear_flow(page)
    for name, role in STATES:
        add_state(page, name, role)
    for start, action, end, role in STEPS:
        add_step(page, start, action, end, role)
    expect(page.get_by_text("Trạng thái nào cũng tới được và ra được.")).to_be_visible()
    expect(page.get_by_role("group", name="Sơ đồ luồng xử lý")).to_contain_text("Chờ thủ trưởng")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.get_by_text("Đã lưu, luồng đang được dùng.")).to_be_visible()


def clear_flow(page: Page) -> None:
    """What the editor proposes is taken out: this flow is one's own."""
    changes = page.get_by_role("button", name="Sửa trạng thái")
    while changes.count():
        before = changes.count()
        changes.first.click()
        dialog(page).get_by_role("button", name="Bỏ trạng thái này").click()
        expect(changes).to_have_count(before - 1)


def add_state(page: Page, name: str, role: str) -> None:
    page.get_by_role("button", name="Thêm trạng thái", exact=True).click()
    asked = dialog(page)
    asked.get_by_label("Tên trạng thái").fill(name)
    page.get_by_role("option", name=f"Mới: {name}").click()
    choose(page, page.locator("#state-editor"), role)
    asked.get_by_role("button", name="Thêm trạng thái này").click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def add_step(page: Page, start: str, action: str, end: str, role: str) -> None:
    page.get_by_role("button", name="Thêm bước chuyển từ đây").first.click()
    asked = dialog(page)
    asked.get_by_label("Từ trạng thái").select_option(start)
    asked.get_by_label("Đến trạng thái").select_option(end)
    asked.get_by_label("Thao tác").fill(action)
    page.get_by_role("option", name=f"Mới: {action}").click()
    choose(page, page.locator("#step-role"), role)
    asked.get_by_role("button", name="Thêm bước này").click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def make_notice(desk: Desk) -> None:
    """Whoever approves is told in the system when a record waits for the head of the agency."""
    desk.open("/app/notification/new")
    desk.fill("__newname", NOTICE)
    desk.link("document_type", FORM)
    desk.select("event", "Value Change")
    desk.field("value_changed").locator("select").select_option("workflow_state")
    desk.select("channel", "System Notification")
    desk.add_row("recipients")
    desk.pick(desk.cell("recipients", 1, "receiver_by_role").get_by_role("combobox"), HEAD)
    desk.fill("subject", "{{ doc.name }}: {{ doc.noi_dung_de_xuat }}")
    desk.fill("message", "Có phiếu đề xuất đổi trạng thái.")
    desk.save()


def make_print(desk: Desk, name: str) -> None:
    """Begun with every field of the form, then given a title of its own."""
    desk.open(f"/app/print/{DOCTYPE}/{name}")
    page = desk.page
    page.get_by_role("button", name="Mẫu in mới").click()
    asked = dialog(page)
    asked.locator("input").first.fill(PRINT)
    asked.get_by_role("button", name="Bắt đầu").click()
    page.wait_for_url("**/app/print-format/**")
    desk.settled()


def make_report(desk: Desk) -> None:
    """Counted by kind, kept, drawn on a page."""
    desk.open(f"/app/{SLUG}/view/report")
    page = desk.page
    expect(page.locator("tbody tr").first).to_be_visible()
    page.get_by_role("button", name="Nhóm và tính").click()
    page.get_by_label("Mỗi dòng là một").last.select_option(label="Loại")
    page.get_by_role("button", name="Áp dụng").click()
    page.get_by_role("button", name="Lưu", exact=True).click()
    asked = dialog(page)
    asked.get_by_label("Tên báo cáo").fill(REPORT)
    asked.get_by_role("button", name="Lưu").click()
    page.wait_for_url("**/view/report/**")
    page.locator("header").get_by_role("button", name="Thêm").last.click()
    page.get_by_role("menuitem", name="Thêm biểu đồ vào trang").click()
    asked = dialog(page)
    asked.get_by_label("Đặt ở đâu").select_option(label="Trang làm việc: Quy trình và thủ tục")
    asked.get_by_role("button", name="Thêm").click()
    expect(page.get_by_text("Đã đặt biểu đồ vào")).to_be_visible()
