"""A record comes to paper: the preview, a format of one's own begun from it, Word files of one and of several."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from desk_page import Desk
from desk_world import TITLES, DeskWorld
from docx import Document as WordDocument
from playwright.sync_api import Download, Page, expect

SHEET = "Bản quy trình (có mã QR)"
OWN = "Bản quy trình của tỉnh"
TEMPLATE = "Trích quy trình"


def test_a_format_begins_as_a_copy(open_desk: Callable[..., Desk], world: DeskWorld) -> None:
    """The preview shows the app's sheet; its copy is changed, a wrong line is told, the print follows."""
    desk = open_desk("admin")
    paper = f"/app/print/ISO%20Procedure/{world.procedures[0]}"
    desk.open(paper)
    desk.page.get_by_label("Mẫu in").select_option(label=SHEET)
    sheet = desk.page.frame_locator("iframe")
    expect(sheet.get_by_alt_text("QR")).to_be_visible()
    desk.picture("print-preview")
    desk.page.get_by_role("button", name="Mẫu in mới").click()
    dialog = desk.page.get_by_role("dialog")
    dialog.locator("input").fill(OWN)
    dialog.get_by_role("button", name="Bắt đầu").click()
    desk.page.wait_for_url(f"**/app/print-format/{quote(OWN)}")
    desk.settled()

    code = desk.field("html").locator("textarea")
    assert "iso_qr" in code.input_value()
    desk.expected.add(417)
    code.fill("<p>một</p>\n{% if doc.title %}")
    desk.save()
    desk.refused_with("2")
    desk.page.keyboard.press("Escape")
    code.fill("<h2>BẢN IN CỦA TỈNH</h2>\n<p>{{ doc.title }}</p>")
    desk.save()
    desk.open(f"{paper}?format={quote(OWN)}")
    expect(sheet.get_by_role("heading", name="BẢN IN CỦA TỈNH")).to_be_visible()
    expect(sheet.get_by_text(TITLES[0])).to_be_visible()


def test_word_files(open_desk: Callable[..., Desk], world: DeskWorld, tmp_path: Path) -> None:
    """The secretary uploads a template; it fills one record from its form and several from the list."""
    desk = open_desk("a.secretary")
    found = downloads(desk)
    desk.open("/app/iso-word-template/new")
    desk.fill("title", TEMPLATE)
    box = desk.field("document_type").get_by_role("combobox")
    box.fill("ISO Procedure")
    exactly = desk.page.get_by_text("Quy trình", exact=True)
    desk.page.get_by_role("option").filter(has=exactly).first.click()
    desk.field("file").locator("input[type=file]").set_input_files(template(tmp_path))
    expect(desk.field("file")).to_contain_text("quy-trinh")
    assert desk.save()["docs"][0]["document_type"] == "ISO Procedure"

    desk.open(f"/app/iso-procedure/{world.procedures[0]}")
    desk.page.get_by_role("button", name="Tệp Word").click()
    desk.page.get_by_role("menuitem", name=TEMPLATE).click()
    wait(desk, found, 1)
    assert TITLES[0] in words(found[0])

    desk.open("/app/iso-procedure")
    for box in desk.page.locator("tbody input[type=checkbox]").all()[:2]:
        box.check()
    desk.page.get_by_role("region", name="Các dòng đã chọn").get_by_role(
        "button", name="Tệp Word"
    ).click()
    desk.page.get_by_role("dialog").get_by_role("button", name="Điền").click()
    wait(desk, found, 2)
    assert found[1].suggested_filename == f"{TEMPLATE}.zip"


def template(folder: Path) -> Path:
    document = WordDocument()
    document.add_paragraph("Quy trình {{ title }}")
    path = folder / "quy-trinh.docx"
    document.save(str(path))
    return path


def downloads(desk: Desk) -> list[Download]:
    """What is downloaded from now on, in pages that the desk opens for it too."""
    found: list[Download] = []

    def note(page: Page) -> None:
        page.on("download", lambda file: found.append(file))

    note(desk.page)
    desk.page.context.on("page", note)
    return found


def wait(desk: Desk, found: list[Download], count: int) -> None:
    for _turn in range(100):
        if len(found) >= count:
            return
        desk.page.wait_for_timeout(50)
    raise AssertionError(f"{count} files expected, {len(found)} came")


def words(file: Download) -> str:
    document = WordDocument(io.BytesIO(Path(file.path()).read_bytes()))
    return "\n".join(paragraph.text for paragraph in document.paragraphs)
