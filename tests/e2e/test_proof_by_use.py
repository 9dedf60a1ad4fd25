"""Proof by use: what an administrator builds in the browser, people of two roles run; it moves to a second site as one file."""

from __future__ import annotations

from collections.abc import Callable

import proof_by_use as build
import pytest
from desk_page import Desk
from playwright.sync_api import expect


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


@pytest.mark.slow
def test_a_form_of_ones_own_from_end_to_end(open_desk: Callable[..., Desk]) -> None:
    """Built without a file, run by a secretary and three who approve, closed to another agency."""
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
