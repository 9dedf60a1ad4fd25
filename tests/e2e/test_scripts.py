"""The province's administrator writes a script for a form: its mistakes have lines, its changes are live."""

from __future__ import annotations

from collections.abc import Callable

from desk_page import Desk
from playwright.sync_api import expect

NAME = "Nhắc khi ghi chú"


def type_code(desk: Desk, *lines: str) -> None:
    """As a person types: Enter keeps the indent, Shift and Tab take one away."""
    desk.field("script").locator("textarea").fill("")
    for number, line in enumerate(lines):
        if number:
            desk.page.keyboard.press("Enter")
        if line.startswith("}"):
            desk.page.keyboard.press("Shift+Tab")
        desk.page.keyboard.type(line)


def test_a_client_script_is_written_mended_and_live(open_desk: Callable[..., Desk]) -> None:
    """The wrong line is marked after saving and harms no form; what is changed runs at the next opening, once."""
    admin, secretary = open_desk("admin"), open_desk("a.secretary")
    admin.open("/app/client-script/new")
    admin.fill("__newname", NAME)
    admin.link("dt", "Note")
    admin.field("enabled").locator("input").check()
    type_code(
        admin, "frappe.ui.form.on('Note', {", "refresh(frm) {", "frm.set_intro('một'", "}", "})"
    )
    admin.save()
    editor = admin.field("script")
    expect(editor.locator("[data-bad]")).to_have_text("3")
    expect(editor.get_by_role("alert")).to_contain_text("Dòng 3")
    admin.picture("script-mistake")
    secretary.open("/app/note/new")
    told(secretary, f"Kịch bản biểu mẫu “{NAME}”, dòng 3")
    expect(secretary.field("title").locator("input")).to_be_editable()

    type_code(
        admin, "frappe.ui.form.on('Note', {", "refresh(frm) {", "frm.set_intro('một')", "}", "})"
    )
    admin.save()
    expect(editor.locator("[data-bad]")).to_have_count(0)
    expect(editor.locator("textarea")).to_have_value(
        "frappe.ui.form.on('Note', {\n\trefresh(frm) {\n\t\tfrm.set_intro('một')\n\t}\n})"
    )
    again(secretary)
    expect(secretary.page.get_by_text("một", exact=True)).to_be_visible()

    type_code(
        admin, "frappe.ui.form.on('Note', {", "refresh(frm) {", "frm.dashboard.hai()", "}", "})"
    )
    admin.save()
    again(secretary)
    told(secretary, f"Kịch bản biểu mẫu “{NAME}” bị lỗi (refresh)")
    expect(secretary.page.get_by_text("một", exact=True)).to_have_count(0)


def told(desk: Desk, text: str) -> None:
    """In passing, beside a form that works."""
    expect(desk.page.get_by_role("status").filter(has_text=text)).to_be_visible()


def again(desk: Desk) -> None:
    """Leave the form and open a new one, without loading the page again."""
    desk.page.evaluate("frappe.set_route('List', 'Note')")
    desk.page.wait_for_url("**/app/note")
    desk.settled()
    desk.page.evaluate("frappe.set_route('Form', 'Note', 'new')")
    expect(desk.field("title").locator("input")).to_be_editable()
