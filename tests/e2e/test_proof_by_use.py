"""Proof by use: what an administrator builds in the browser, people of several roles run and a second site takes in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import desk_server
import proof_by_use as build
import pytest
from desk_page import Desk
from playwright.sync_api import Browser, expect
from ristretto.db import pool
from site_fixtures import ADMIN_PASSWORD, copy_sites


@pytest.fixture
def second_site(
    browser: Browser, app_template_sites: Path, tmp_path: Path
) -> Iterator[Callable[[], Desk]]:
    """`second_site()` → an administrator's desk on another site with the app, where nothing was built."""
    site = copy_sites(app_template_sites, tmp_path / "second")
    pool.close_all()
    server = desk_server.start(site.sites_path, tmp_path / "second.log")
    context = browser.new_context(base_url=server.url, locale="vi-VN")
    sign_in = {"usr": "Administrator", "pwd": ADMIN_PASSWORD}
    assert context.request.post("/api/method/login", form=sign_in).ok
    yield lambda: Desk(context.new_page())
    context.close()
    server.stop()


def propose(desk: Desk, content: str, kind: str) -> str:
    """A proposal with two rows; its number."""
    desk.open(f"/app/{build.SLUG}/new")
    desk.fill("noi_dung_de_xuat", content)
    desk.select("loai", kind)
    for row, (item, count) in enumerate((("Giấy A4", "10"), ("Bút ký", "5")), start=1):
        desk.add_row("hang_hoa")
        desk.fill_cell("hang_hoa", row, "ten_hang", item)
        desk.fill_cell("hang_hoa", row, "so_luong", count)
    desk.save()
    return desk.name


def carry(desk: Desk, target: Path) -> Path:
    """Everything that was built, as one file."""
    desk.open("/app/export-customizations")
    with desk.page.expect_download() as download:
        desk.page.get_by_role("button", name="Tải về").click()
    download.value.save_as(target)
    return target


def bring_in(desk: Desk, archive: Path) -> None:
    """The file is looked at first; then the form is there, and a record can be made."""
    desk.open("/app/export-customizations")
    desk.page.get_by_role("tab", name="Nhập vào").click()
    desk.page.locator("input[type='file']").set_input_files(archive)
    expect(desk.page.get_by_text(build.FLOW).first).to_be_visible()
    desk.page.get_by_role("button", name="Nhập các phần này").click()
    expect(desk.page.get_by_text("phần đã được nhập").or_(desk.page.get_by_text("Đã nhập"))).to_be_visible()
    desk.open(f"/app/{build.SLUG}")
    expect(desk.page.get_by_role("button", name="Thêm mới")).to_be_visible()
    desk.open(f"/app/workflow/{build.FLOW}")
    expect(desk.page.get_by_role("group", name="Sơ đồ luồng xử lý")).to_contain_text("Chờ thủ trưởng")


@pytest.mark.slow
def test_a_form_of_ones_own_from_end_to_end(
    open_desk: Callable[..., Desk], second_site: Callable[[], Desk], tmp_path: Path
) -> None:
    """Built without a file, run by a secretary and three who approve, closed to others, carried to another site."""
    admin = open_desk("admin")
    build.make_form(admin)
    build.make_flow(admin)
    build.make_notice(admin)
    secretary = open_desk("a.secretary")
    name = propose(secretary, "Mua văn phòng phẩm quý I", "Văn phòng phẩm")
    build.make_print(admin, name)
    secretary.act("Trình phiếu", "Chờ trưởng bộ phận")
    approve(open_desk, name)
    build.make_report(admin)
    secretary.open("/app/iso-procedure-work")
    expect(secretary.page.get_by_role("heading", name=build.REPORT)).to_be_visible()
    stranger = open_desk("b.secretary")
    stranger.open(f"/app/{build.SLUG}")
    expect(stranger.page.get_by_text("Mua văn phòng phẩm")).to_have_count(0)
    bring_in(second_site(), carry(admin, tmp_path / "built.zip"))


def approve(open_desk: Callable[..., Desk], name: str) -> None:
    """Three levels, each by its own person; the head finds the note."""
    for person, action, state in (
        ("a.chief", "Trưởng bộ phận đồng ý", "Chờ đại diện lãnh đạo"),
        ("a.representative", "Đại diện đồng ý", "Chờ thủ trưởng"),
        ("a.head", "Duyệt phiếu", "Đã duyệt phiếu"),
    ):
        desk = open_desk(person)
        desk.open(f"/app/{build.SLUG}/{name}")
        desk.act(action, state)
