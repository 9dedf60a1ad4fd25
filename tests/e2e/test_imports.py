"""Records from a file, as a secretary brings them in: quiet, labelled steps; a mistake is told by its cell."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from desk_audit import audit
from desk_page import Desk
from playwright.sync_api import expect
from ristretto.context import Site
from ristretto.db import pool
from ristretto.jobs import worker

SIZES = [(1366, 768), (390, 844)]


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_a_file_becomes_records(
    open_desk: Callable[..., Desk], e2e_site: Site, width: int, height: int
) -> None:
    """From the list's menu over the wrong cell to the imported record and the lines that were refused."""
    desk = open_desk("a.secretary", width, height)
    page, found = desk.page, []
    desk.open("/app/iso-procedure")
    page.get_by_label("Thao tác khác với danh sách").click()
    page.get_by_role("menuitem", name="Nhập từ tệp").click()
    desk.settled()
    expect(page.get_by_role("button", name="Kiểm tra tệp")).to_be_disabled()
    found += audit(page)

    kind = "Nghiệp vụ nội bộ"
    text = (
        "Tên gọi,Mã,Nhóm,Ngày có hiệu lực\n"
        f"Đúng,QT-E{width},{kind},01/12/2026\n"
        f"Sai,QT-F{width},{kind},32/12/2026\n"
    )
    file = {"name": "quy-trinh.csv", "mimeType": "text/csv", "buffer": text.encode()}
    page.set_input_files("input[type=file]", files=[file])
    page.get_by_role("button", name="Kiểm tra tệp").click()
    wrong = page.locator("tbody tr", has_text="32/12/2026")
    expect(wrong).to_contain_text("dd/mm/yyyy")
    found += audit(page)

    page.get_by_role("button", name=re.compile("Nhập 1 bản ghi, bỏ qua 1")).click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    worker.wait_for(e2e_site)
    pool.close_all()
    expect(page.get_by_text("Đã nhập 1 bản ghi, 1 bản ghi không nhập được.")).to_be_visible()
    found += audit(page)
    page.get_by_role("link", name="Mở các bản ghi đã nhập").click()
    expect(page.locator("tbody tr, main li", has_text="Đúng").first).to_be_visible()
    assert found == []
