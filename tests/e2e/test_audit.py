"""An internal audit from the yearly program to a finding that another person verified and closed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from desk_page import Desk
from desk_world import DEPARTMENT, TODAY, DeskWorld
from playwright.sync_api import expect


def shown(day: date) -> str:
    return day.strftime("%d-%m-%Y")


def test_an_audit_is_planned_recorded_answered_verified_and_closed(
    open_desk: Callable[..., Desk], world: DeskWorld
) -> None:
    """Program, plan, checklist, finding, answer, verification: each by the person whose step it is."""
    secretary, representative, head = (
        open_desk(f"a.{role}") for role in ("secretary", "representative", "head")
    )
    make_program(secretary)
    approve(secretary, representative, head)
    plan = make_plan(secretary)
    approve(secretary, representative, head)
    secretary.open(f"/app/iso-audit-plan/{plan}")
    secretary.act("Bắt đầu đánh giá", "Đang thực hiện")
    auditor = open_desk("a.auditor")
    finding = record(auditor, plan)
    lead = open_desk("a.lead")
    lead.open(f"/app/iso-audit-finding/{finding}")
    lead.act("Phát hành", "Đã phát hành")
    answer(open_desk("a.chief"), finding)
    verify_and_close(auditor, lead, finding)


def make_program(desk: Desk) -> None:
    desk.open("/app/iso-audit-program/new")
    desk.fill("title", f"Chương trình đánh giá nội bộ năm {TODAY.year}")
    desk.fill("year", str(TODAY.year))
    desk.link("standard", "9001")
    desk.fill("objective", "Xác nhận hệ thống phù hợp và được duy trì")
    desk.add_row("items")
    desk.pick(desk.cell("items", 1, "department").get_by_role("combobox"), DEPARTMENT)
    desk.fill_cell("items", 1, "planned_from", shown(TODAY))
    desk.save()


def make_plan(desk: Desk) -> str:
    """From the approved program: team and timetable."""
    desk.page.get_by_role("button", name="Lập kế hoạch đánh giá").click()
    desk.settled()
    expect(desk.field("program").get_by_role("combobox")).not_to_have_value("")
    desk.fill("date_from", shown(TODAY))
    desk.fill("date_to", shown(TODAY + timedelta(days=1)))
    desk.fill("purpose", "Đánh giá sự phù hợp tại bộ phận Tư pháp")
    desk.tab("Đoàn và lịch đánh giá")
    for number, (name, role) in enumerate(
        (("Bùi Quang Huy", "Lead Auditor"), ("Trần Thu Trang", "Auditor")), start=1
    ):
        desk.add_row("team")
        desk.pick(desk.cell("team", number, "staff_member").get_by_role("combobox"), name)
        desk.cell("team", number, "team_role").locator("select").select_option(role)
    desk.add_row("timetable")
    desk.fill_cell("timetable", 1, "audit_date", shown(TODAY))
    desk.fill_cell("timetable", 1, "time_from", "08:00")
    desk.fill_cell("timetable", 1, "time_to", "10:30")
    desk.pick(desk.cell("timetable", 1, "department").get_by_role("combobox"), DEPARTMENT)
    desk.fill_cell("timetable", 1, "activity", "Đánh giá tại bộ phận")
    desk.fill_cell("timetable", 1, "clauses", "7.5")
    desk.pick(desk.cell("timetable", 1, "auditor").get_by_role("combobox"), "Trần Thu Trang")
    desk.save()
    return desk.name


def approve(secretary: Desk, representative: Desk, head: Desk) -> None:
    """Two levels: review and approval, on the record that the secretary has open."""
    secretary.act("Gửi soát xét", "Chờ soát xét")
    representative.open(secretary.path)
    representative.act("Xác nhận soát xét", "Chờ phê duyệt")
    head.open(secretary.path)
    head.act("Phê duyệt", "Đã duyệt")
    secretary.open(secretary.path)


def record(desk: Desk, plan: str) -> str:
    """The checklist fills itself from the clauses; a line becomes a finding."""
    desk.open(f"/app/iso-audit-plan/{plan}")
    desk.page.get_by_role("button", name="Phiếu ghi chép mới").click()
    desk.settled()
    desk.link("department", DEPARTMENT)
    desk.link("auditor", "Trần Thu Trang")
    desk.save()
    desk.act("Bắt đầu ghi chép", "Đang ghi chép")
    desk.press_and_reload("Đưa câu hỏi vào phiếu")
    expect(desk.field("lines").locator("tbody tr").first).to_contain_text("7.5")
    desk.field("lines").get_by_role("button", name="Mở dòng 1", exact=True).click()
    row = desk.page.get_by_role("dialog")
    row.locator("[data-fieldname='finding_type'] select").select_option("Minor")
    row.locator("[data-fieldname='evidence'] textarea").fill("Sổ văn bản đến thiếu 3 số")
    row.locator("[data-fieldname='remark'] textarea").fill("Sổ văn bản đến không ghi đủ")
    row.get_by_role("button", name="Xong").click()
    desk.save()
    desk.page.get_by_role("button", name="Lập phiếu không phù hợp").click()
    question = desk.page.get_by_role("dialog")
    question.locator("select").select_option(index=1)
    question.get_by_role("button", name="Tiếp tục").click()
    desk.page.wait_for_url("**/app/iso-audit-finding/*")
    desk.settled()
    expect(desk.field("description")).to_be_visible()
    return desk.name


def answer(desk: Desk, finding: str) -> None:
    """The department cannot answer with nothing, then answers with correction, cause and an action."""
    desk.expected.add(417)
    desk.open(f"/app/iso-audit-finding/{finding}")
    desk.choose_step("Gửi trả lời")
    desk.refused_with("Khắc phục")
    desk.tab("Trả lời của bên được đánh giá")
    desk.fill("correction", "Đã ghi bổ sung 3 số văn bản")
    desk.fill("root_cause", "Người mới nhận việc chưa được hướng dẫn")
    desk.add_row("actions")
    desk.fill_cell("actions", 1, "action", "Hướng dẫn cách ghi sổ văn bản đến")
    desk.pick(desk.cell("actions", 1, "responsible").get_by_role("combobox"), "Đỗ Minh Quân")
    desk.fill_cell("actions", 1, "due_date", shown(TODAY + timedelta(days=7)))
    desk.save()
    desk.act("Gửi trả lời", "Đang thực hiện")
    desk.choose_step("Báo đã làm xong")
    desk.refused_with("chưa")
    desk.cell("actions", 1, "status").locator("select").select_option("Done")
    desk.fill_cell("actions", 1, "evidence", "Biên bản hướng dẫn ngày hôm nay")
    desk.save()
    desk.act("Báo đã làm xong", "Chờ kiểm tra xác nhận")


def verify_and_close(auditor: Desk, lead: Desk, finding: str) -> None:
    """The gate refuses without a satisfactory result, and accepts with one."""
    auditor.expected.add(417)
    auditor.open(f"/app/iso-audit-finding/{finding}")
    auditor.choose_step("Xác nhận")
    auditor.refused_with("Đạt")
    auditor.tab("Kiểm tra xác nhận và đóng")
    auditor.add_row("verifications")
    auditor.cell("verifications", 1, "result").locator("select").select_option("Satisfactory")
    auditor.fill_cell("verifications", 1, "evidence", "Đã xem sổ, ghi đủ")
    auditor.save()
    auditor.act("Xác nhận", "Đã xác nhận")
    lead.open(f"/app/iso-audit-finding/{finding}")
    lead.act("Đóng", "Đã đóng")
