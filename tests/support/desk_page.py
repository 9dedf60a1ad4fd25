"""The desk as a person uses it: open, type, choose, save, act. Every wait is for something that is seen."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from playwright.sync_api import ConsoleMessage, Locator, Page, Request, Response, expect

LAUNCH_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Aborted requests are searches that the next keystroke made useless.
ABORTED = "net::ERR_ABORTED"


class Desk:
    """One page of one person. `expected` lists HTTP statuses that the journey means to provoke."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.expected: set[int] = set()
        self._problems: list[tuple[int, str]] = []
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self._note(0, f"script error: {error}"))
        page.on("requestfailed", self._on_failed)
        page.on("response", self._on_response)

    # -- what went wrong ------------------------------------------------------------------------

    def problems(self) -> list[str]:
        """Everything the browser complained about, without the refusals the journey expected."""
        return [text for status, text in self._problems if status not in self.expected]

    def _note(self, status: int, text: str) -> None:
        self._problems.append((status, f"{text} [at {self.page.url}]"))

    def _on_console(self, message: ConsoleMessage) -> None:
        # A refused request is told twice; the answer itself carries the status.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self._note(0, f"console: {message.text}")

    def _on_failed(self, request: Request) -> None:
        if request.failure != ABORTED:
            self._note(0, f"failed: {request.url} {request.failure}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 400:
            self._note(
                response.status, f"{response.status} {response.request.method} {response.url}"
            )

    # -- moving about ---------------------------------------------------------------------------

    def open(self, path: str) -> None:
        """Go to a path of the desk and wait until its screen is drawn and quiet."""
        self.page.goto(path)
        self.settled()

    def sign_in(self, user: str, password: str) -> None:
        """Through the form of the sign-in page."""
        self.page.get_by_label("Thư điện tử hoặc tên đăng nhập").fill(user)
        self.page.get_by_label("Mật khẩu").fill(password)
        self.page.get_by_role("button", name="Đăng nhập").click()
        self.page.wait_for_url("**/app**")

    def settled(self) -> None:
        expect(self.page.locator("#screen h1, main h1").first).to_be_visible()
        self.page.wait_for_load_state("networkidle")
        expect(self.page.locator("#screen").get_by_text("Đang tải…", exact=True)).to_have_count(0)

    def picture(self, name: str) -> None:
        """Keep a picture of the screen in the folder ISO_PICTURES, when that is set."""
        if folder := os.environ.get("ISO_PICTURES"):
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=str(Path(folder) / f"{name}.png"), animations="disabled")

    # -- forms ----------------------------------------------------------------------------------

    def tab(self, label: str) -> None:
        """Open a tab; behind its name a mark may stand that something needs correction."""
        self.page.get_by_role("tab", name=re.compile(f"^{re.escape(label)}( ?●)?$")).click()

    def field(self, name: str) -> Locator:
        return self.page.locator(f"[data-form] .field[data-fieldname='{name}']").first

    def fill(self, name: str, text: str) -> None:
        """Type into a field and leave it."""
        box = self.field(name).locator("input, textarea, .ql-editor").first
        box.fill(text)
        box.blur()

    def select(self, name: str, value: str) -> None:
        self.field(name).locator("select").select_option(value)

    def link(self, name: str, text: str) -> None:
        self.pick(self.field(name).get_by_role("combobox"), text)

    def pick(self, box: Locator, text: str) -> None:
        """Type into a box with suggestions and take the first that holds the text, by keyboard."""
        box.click()
        box.fill(text)
        option = self.page.get_by_role("option").filter(has_text=text).first
        expect(option).to_be_visible()
        option.click()

    def cell(self, table: str, row: int, name: str) -> Locator:
        """A cell of a child table (row from 1), made ready for typing."""
        line = self.field(table).locator("tbody tr").nth(row - 1)
        cell = line.locator("td").filter(has=self.page.locator(f"[data-fieldname='{name}']"))
        if not cell.count():
            line.locator("td [tabindex='0']").first.click()
        return line.locator(f".field[data-fieldname='{name}']")

    def add_row(self, table: str) -> None:
        rows = self.field(table).get_by_role("button", name=re.compile(r"^Mở dòng \d+$"))
        before = rows.count()
        self.field(table).get_by_role("button", name="Thêm dòng").click()
        expect(rows).to_have_count(before + 1)

    def fill_cell(self, table: str, row: int, name: str, text: str) -> None:
        box = self.cell(table, row, name).locator("input, textarea").first
        box.fill(text)
        box.blur()

    def save(self) -> dict[str, Any]:
        """Save with the primary button; the server's answer, whether it accepted or refused."""
        with self.page.expect_response("**/frappe.desk.form.save.savedocs") as caught:
            self.page.get_by_role("button", name="Lưu", exact=True).click()
        answer: dict[str, Any] = caught.value.json()
        if caught.value.ok:
            expect(self.page.get_by_role("button", name="Lưu", exact=True)).to_have_count(0)
        return answer

    def try_save(self) -> None:
        """Press the primary button although the desk itself may refuse."""
        self.page.get_by_role("button", name="Lưu", exact=True).click()

    def press_and_reload(self, button: str) -> None:
        """Press a button of a form script that lets the server work and loads the record again."""
        with self.page.expect_response("**/frappe.desk.form.load.getdoc*"):
            self.page.get_by_role("button", name=button).click()

    def choose_step(self, action: str) -> None:
        """Ask for a workflow action and confirm it."""
        primary = self.page.locator("button[data-primary]:not([aria-busy='true'])")
        direct, menu = primary.filter(has_text=action), primary.filter(has_text="Bước tiếp theo")
        expect(direct.or_(menu)).to_be_visible()
        if direct.count():
            direct.click()
        else:
            menu.click()
            self.page.get_by_role("menuitem", name=re.compile(f"^{re.escape(action)}")).click()
        dialog = self.page.get_by_role("dialog")
        dialog.locator("footer").get_by_role("button", name=action, exact=True).click()

    def act(self, action: str, state: str, reason: str = "") -> None:
        """Carry out a workflow action and wait for the state that follows."""
        self.choose_step(action)
        if reason:
            dialog = self.page.get_by_role("dialog")
            dialog.locator("textarea").fill(reason)
            dialog.get_by_role("button", name="Tiếp tục").click()
        self.expect_state(state)

    def expect_state(self, state: str) -> None:
        expect(self.page.locator("header .pill", has_text=state).first).to_be_visible()

    def refused_with(self, text: str) -> None:
        """The server's or the desk's refusal is on the page, in words."""
        expect(self.page.get_by_role("alert").filter(has_text=text).first).to_be_visible()

    @property
    def path(self) -> str:
        """The address without the host."""
        return urlsplit(self.page.url).path

    @property
    def name(self) -> str:
        """The record of the address."""
        return unquote(self.path.rsplit("/", 1)[-1])
