"""Who may do what, asked and changed by the keeper of the system: why, a branch of the tree, looking as somebody."""

from __future__ import annotations

from collections.abc import Callable

from desk_page import Desk
from desk_world import DeskWorld
from playwright.sync_api import expect

INSPECTOR = "/app/permission-inspector?user={user}&doctype=ISO%20Procedure&name={name}"
BRANCH = "Ủy ban nhân dân xã Lương Mông"
BANNER = "Không sửa được gì"


def test_why_a_branch_and_looking(open_desk: Callable[..., Desk], world: DeskWorld) -> None:
    """The rule is named; a branch confines at once; while one looks nothing is written, by address neither."""
    desk = open_desk("admin")
    person, procedure = world.users["a.secretary"], world.procedures[0]
    desk.open(INSPECTOR.format(user=person, name=procedure))
    expect(desk.page.get_by_text("Quyền có nhờ vai trò")).to_be_visible()
    desk.picture("permission-why")

    desk.open(f"/app/user-permission-manager?user={person}&doctype=ISO%20Agency")
    unfold(desk)
    tree = desk.page.get_by_role("list", name="Cây")
    tree.get_by_label(BRANCH).check()
    confined = desk.page.get_by_role("button", name=f"Bỏ {world.agencies['b']}")
    expect(confined).to_be_visible()
    desk.picture("permission-tree")
    desk.open(
        f"/app/permission-inspector?user={person}&doctype=ISO%20Agency&name={world.agencies['a']}"
    )
    expect(desk.page.locator("code", has_text="user-permission")).to_be_visible()
    desk.open(f"/app/user-permission-manager?user={person}&doctype=ISO%20Agency")
    confined.click()
    expect(desk.page.get_by_text("chỉ vai trò quyết định")).to_be_visible()

    desk.open(f"/app/user/{person}")
    desk.page.get_by_role("button", name="Xem như người này").click()
    dialog = desk.page.get_by_role("dialog")
    dialog.locator("textarea").fill("Kiểm tra quyền")
    dialog.get_by_role("button", name="Xem", exact=True).click()
    desk.page.wait_for_url("**/app")
    expect(desk.page.get_by_text(BANNER)).to_be_visible()
    refused(desk, world.procedures[5])
    desk.page.get_by_role("button", name="Trở về tài khoản của tôi").click()
    desk.page.wait_for_url("**/app/look-as")
    expect(desk.page.get_by_role("button", name="Trở về tài khoản của tôi")).to_have_count(0)
    expect(desk.page.get_by_label("Vai trò")).to_be_visible()


def unfold(desk: Desk) -> None:
    """Open the first closed branch until the wanted one is seen."""
    closed = desk.page.get_by_role("button", name="Gập hoặc mở", expanded=False)
    while not desk.page.get_by_label(BRANCH).count():
        closed.first.click()
        desk.page.wait_for_load_state("networkidle")


def refused(desk: Desk, name: str) -> None:
    """Neither the form nor a call by its address writes."""
    desk.expected.add(403)
    desk.open(f"/app/iso-procedure/{name}")
    desk.picture("permission-looking")
    desk.fill("title", "Sửa khi đang xem")
    desk.try_save()
    desk.refused_with("không sửa được gì")
    token = desk.page.evaluate("frappe.csrf_token")
    answer = desk.page.request.put(
        f"/api/resource/ISO Procedure/{name}",
        data={"title": "Sửa theo địa chỉ"},
        headers={"X-Frappe-CSRF-Token": token},
    )
    assert answer.status == 403, answer.text()
    kept = desk.page.request.get(f"/api/resource/ISO Procedure/{name}").json()["data"]["title"]
    assert not kept.startswith("Sửa")


def test_others_see_no_rights(open_desk: Callable[..., Desk]) -> None:
    """A secretary is told who changes rights, and is offered nothing there."""
    desk = open_desk("a.secretary")
    for path in (
        "permission-manager",
        "user-permission-manager",
        "permission-inspector",
        "look-as",
    ):
        desk.open(f"/app/{path}")
        expect(
            desk.page.get_by_text("Chỉ người quản trị hệ thống mới sửa được quyền")
        ).to_be_visible()
