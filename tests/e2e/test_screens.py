"""Every screen at an office computer's size and a phone's: quiet, labelled, no wider than the screen."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import pytest
from desk_audit import audit
from desk_page import Desk
from desk_world import DeskWorld
from playwright.sync_api import expect

SIZES = [(1366, 768), (390, 844)]
DOCTYPES = (
    "iso-agency",
    "iso-department",
    "iso-staff-member",
    "iso-standard",
    "iso-clause",
    "iso-administrative-service",
    "iso-procedure",
    "iso-audit-program",
    "iso-audit-plan",
    "iso-audit-checklist",
    "iso-audit-finding",
    "iso-management-review",
    "iso-review-action",
)
WRITTEN_BY_SECRETARY = (
    "iso-procedure",
    "iso-audit-program",
    "iso-audit-plan",
    "iso-audit-finding",
    "iso-management-review",
)
REPORTS = ("ISO Procedure List", "ISO Findings Not Closed", "ISO Audit Progress")


# Screens that are worth a picture (ISO_PICTURES), by path and width.
PICTURES = {
    ("/app", 1366): "home-secretary",
    ("/app", 390): "phone-home",
    ("/app/iso-procedure/view/report", 1366): "report-view",
    ("/app/iso-clause/view/tree", 1366): "tree",
    ("/app/customize-form?doc_type=ISO%20Procedure", 1366): "customize-form",
}


def visit(desk: Desk, paths: list[str], width: int = 0) -> list[str]:
    """What the audit says about each path; a picture of it where `width` has one."""
    found = []
    for path in paths:
        desk.open(path)
        found += audit(desk.page)
        if name := PICTURES.get((path, width)):
            desk.picture(name)
    return found


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_door(open_desk: Callable[..., Desk], width: int, height: int) -> None:
    """The sign-in page, and its answer to a wrong password."""
    desk = open_desk("", width, height)
    desk.expected.add(401)
    desk.page.goto("/login")
    expect(desk.page.get_by_label("Mật khẩu")).to_be_visible()
    if width == 1366:
        desk.picture("login")
    assert audit(desk.page) == []
    desk.page.get_by_label("Thư điện tử hoặc tên đăng nhập").fill("khong.co@example.org")
    desk.page.get_by_label("Mật khẩu").fill("sai-mat-khau")
    desk.page.get_by_role("button", name="Đăng nhập").click()
    desk.refused_with("chưa đúng")
    assert audit(desk.page) == []


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_lists_and_trees(
    open_desk: Callable[..., Desk], world: DeskWorld, width: int, height: int
) -> None:
    """Home, workspaces, lists, reports, trees of a secretary."""
    desk = open_desk("a.secretary", width, height)
    desk.open("/app")
    places = desk.page.locator("nav[aria-label='Điều hướng chính'] a").evaluate_all(
        "links => links.map((link) => link.getAttribute('href'))"
    )
    assert len(places) >= 4
    paths = [*places, *(f"/app/{doctype}" for doctype in DOCTYPES)]
    paths += ["/app/iso-agency/view/tree", "/app/iso-clause/view/tree"]
    paths += ["/app/iso-procedure/view/report"]
    paths += [f"/app/query-report/{quote(report)}" for report in REPORTS]
    assert visit(desk, paths, width) == []


def test_an_address_that_leads_nowhere(open_desk: Callable[..., Desk]) -> None:
    """A page that says so, in the frame of the desk, and no other complaint than the server's 'no'."""
    desk = open_desk("a.secretary")
    desk.expected |= {403, 404}
    desk.page.goto("/app/khong-co-trang-nay")
    expect(desk.page.get_by_text("Không có trang này")).to_be_visible()
    assert audit(desk.page) == []


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_forms(open_desk: Callable[..., Desk], world: DeskWorld, width: int, height: int) -> None:
    """New forms, a written one with every tab, a read-only one."""
    desk = open_desk("a.secretary", width, height)
    found = visit(desk, [f"/app/{doctype}/new" for doctype in WRITTEN_BY_SECRETARY])
    for name in (world.procedures[5], world.procedures[0]):
        desk.open(f"/app/iso-procedure/{name}")
        if name == world.procedures[0]:
            desk.picture("procedure-form" if width == 1366 else "phone-form")
        for tab in desk.page.get_by_role("tab").all():
            tab.click()
            found += audit(desk.page)
    found += visit(desk, [f"/app/iso-audit-finding/{world.finding}"])
    found += visit(desk, [f"/app/user/{world.users['a.secretary']}"])
    assert found == []


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_administrators_screens(
    open_desk: Callable[..., Desk], world: DeskWorld, width: int, height: int
) -> None:
    """Customize Form, role permissions, Workflow, settings."""
    desk = open_desk("admin", width, height)
    paths = [
        "/app/customize-form?doc_type=ISO%20Procedure",
        "/app/permission-manager",
        "/app/workflow",
        "/app/workflow/ISO%20Procedure%20Approval",
        "/app/system-settings",
        f"/app/user/{world.users['a.head']}",
        f"/app/iso-agency/{world.agencies['a']}",
        f"/app/iso-staff-member/{world.people['a.chief']}",
    ]
    assert visit(desk, paths, width) == []
