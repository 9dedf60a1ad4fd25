"""The PyPI package frappe-client, unmodified, against a real server: password and key, read and write."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from launcher import clients

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def done(walk: Any) -> dict[str, Any]:
    script = Path(__file__).with_name("frappe_client.py")
    found: dict[str, Any] = walk("a.secretary", clients.python(ROOT), script)
    return found


def test_it_logs_in_and_out(done: dict[str, Any], stage: Any) -> None:
    """Password, key and secret name the same person; a wrong password and a closed session nobody."""
    assert done["user"] == done["by_key"] == stage.world.users["a.secretary"]
    assert done["wrong_password"] == "AuthError"
    assert done["after_logout"].startswith("FrappeException")
    assert "PermissionError" in done["after_logout"]


def test_it_lists_and_filters(done: dict[str, Any], stage: Any) -> None:
    """Without fields it asks for everything as the text "*"; pages, sorting and filters hold."""
    assert {row["name"] for row in done["all"]} == set(stage.world.procedures)
    assert all("title" in row and "modified" in row for row in done["all"])
    assert [row["name"] for row in done["page"]] == stage.world.procedures[1:3]
    agency = stage.world.agencies["a"]
    assert done["filtered"] == [{"name": stage.world.procedures[0], "agency": agency}]


def test_it_reads_one_record_with_its_rows(done: dict[str, Any], stage: Any) -> None:
    """By name with child rows, by filter as a list, one value alone."""
    assert done["one"]["name"] == stage.world.procedures[0]
    assert [row["step_name"] for row in done["one"]["steps"]] == ["Tiếp nhận", "Ký"]
    assert done["by_filter"] == [{"code": "QT-02"}]
    assert done["value"] == {"title": "Đăng ký khai sinh"}


def test_it_calls_methods(done: dict[str, Any], stage: Any) -> None:
    """With GET and with POST, arguments in the address, a slash behind the name."""
    assert done["count"] == done["posted"] == len(stage.world.procedures)


def test_it_creates_changes_and_deletes(done: dict[str, Any]) -> None:
    """A record with a row; whole update, one value, many at once; gone in the end."""
    assert (done["made"]["title"], len(done["made"]["steps"])) == ("Made by a script", 1)
    assert done["updated"]["title"] == "Changed by a script"
    assert done["set"]["time_limit"] == 3
    assert done["bulk"] == {"failed_docs": []}
    assert (done["after"]["purpose"], done["after"]["title"]) == ("To try", "Changed by a script")
    assert len(done["after"]["steps"]) == 1
    assert done["left"] == []


def test_it_uploads(done: dict[str, Any]) -> None:
    """A private file on a record through the library's call of a method: byte by byte back, to nobody else."""
    file = done["file"]
    assert (file["record"]["is_private"], file["record"]["attached_to_name"]) == (
        1,
        done["made"]["name"],
    )
    assert file["back"] == "một hai ba"
    assert file["to_a_stranger"] == 403


def test_refusals_are_raised(done: dict[str, Any]) -> None:
    """Another agency stays closed, and the client raises instead of going on with nothing."""
    assert done["foreign_list"] == []
    for key, error in (
        ("foreign_insert", "PermissionError"),
        ("bad_filter", "DataError"),
        ("closed", "PermissionError"),
    ):
        assert done[key].startswith("FrappeException"), key
        assert error in done[key]
        assert "Traceback" not in done[key]
