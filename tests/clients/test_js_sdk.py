"""The npm package frappe-js-sdk, unmodified, against a real server: session and token."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from launcher import nodejs

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def done(walk: Any) -> dict[str, Any]:
    node = shutil.which("node", path=nodejs.ensure(ROOT)["PATH"])
    found: dict[str, Any] = walk("a.secretary", node, Path(__file__).with_name("js") / "walk.mjs")
    return found


def test_it_logs_in_and_out(done: dict[str, Any], stage: Any) -> None:
    """The session of a password names the person until it ends; a wrong password is 401."""
    session = done["session"]
    assert (session["login"]["message"], session["login"]["home_page"]) == ("Logged In", "/app")
    assert session["user"] == stage.world.users["a.secretary"]
    assert (session["after_logout"]["status"], session["wrong"]["status"]) == (403, 401)


def test_it_lists_and_filters(done: dict[str, Any], stage: Any) -> None:
    """Filters, alternatives, order, pages, groups and rows as lists."""
    read, names = done["read"], stage.world.procedures
    assert {row["name"] for row in read["list"]} == set(names)
    assert [row["code"] for row in read["page"]] == ["QT-05", "QT-04"]
    assert {row["code"] for row in read["either"]} == {"QT-01", "QT-02"}
    assert {row["workflow_state"] for row in read["grouped"]} == {
        "Draft",
        "Effective",
        "Under Review",
    }
    assert read["count"] == len(names)
    assert [len(row) for row in read["rows"]] == [2]


def test_it_reads_records_and_values(done: dict[str, Any], stage: Any) -> None:
    """A record with its rows, the newest one, two values of a third."""
    read = done["read"]
    assert [row["idx"] for row in read["one"]["steps"]] == [1, 2]
    assert read["last"]["name"] in stage.world.procedures
    assert read["value"] == {"message": {"title": "Đăng ký khai sinh", "code": "QT-01"}}
    assert read["single"]["status"] == 403


def test_it_creates_changes_and_deletes(done: dict[str, Any]) -> None:
    """Create with a row, update, one value; a stale save is 417; deleting answers ok."""
    write = done["write"]
    assert [row["step_name"] for row in write["made"]["steps"]] == ["Tiếp nhận"]
    assert write["updated"]["title"] == "Đã đổi"
    assert "Thử" in write["set"]["message"]["purpose"]
    assert (write["stale"]["status"], write["stale"]["type"]) == (417, "TimestampMismatchError")
    assert write["deleted"] == {"data": "ok"}


def test_it_uploads(done: dict[str, Any]) -> None:
    """A private file with a Vietnamese name on a record, with progress."""
    write = done["write"]
    assert write["uploaded"]["is_private"] == 1
    assert write["uploaded"]["attached_to_name"] == write["made"]["name"]
    assert write["uploaded"]["file_name"] == "ghi chú.txt"
    assert write["progress"][-1][0] == write["progress"][-1][1] > 0


def test_it_calls_methods(done: dict[str, Any], stage: Any) -> None:
    """GET with objects in the address, POST with objects in the body; an unknown name is named."""
    call = done["call"]
    assert call["get"] == {"message": len(stage.world.procedures)}
    assert len(call["get_object"]["message"]) == 1
    assert call["post"]["message"][0]["value"] == stage.world.procedures[0]
    assert call["workflow"] == {"message": []}
    assert (call["unknown"]["status"], call["unknown"]["type"]) == (417, "ValidationError")


def test_refusals_reach_the_page(done: dict[str, Any]) -> None:
    """Another agency is empty or 403, a missing record 404, each with its type."""
    refusals = done["refusals"]
    assert refusals["foreign"] == []
    found = {
        key: (value["status"], value["type"]) for key, value in refusals.items() if key != "foreign"
    }
    assert found == {
        "insert": (403, "PermissionError"),
        "missing": (404, "DoesNotExistError"),
        "closed": (403, "PermissionError"),
    }
