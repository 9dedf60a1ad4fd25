"""The order in which an app's record files are read."""

from __future__ import annotations

from pathlib import Path

from ristretto.site import walk


def _record(root: Path, kind: str, name: str) -> Path:
    path = root / kind / name / f"{name}.json"
    path.parent.mkdir(parents=True)
    path.write_text("{}")
    return path


def test_types_come_in_the_contract_order(tmp_path: Path) -> None:
    """DocTypes before reports before workspaces, names in alphabetical order."""
    workspace = _record(tmp_path, "workspace", "home")
    report = _record(tmp_path, "report", "late")
    second = _record(tmp_path, "doctype", "b")
    first = _record(tmp_path, "doctype", "a")

    assert list(walk.record_files(tmp_path)) == [first, second, report, workspace]


def test_files_without_their_folder_name_are_not_records(tmp_path: Path) -> None:
    """test_records.json and stray files are left alone."""
    path = _record(tmp_path, "doctype", "a")
    (path.parent / "test_records.json").write_text("[]")
    (tmp_path / "doctype" / "stray.json").write_text("{}")

    assert list(walk.record_files(tmp_path)) == [path]


def test_what_doctypes_are_made_of_comes_first(tmp_path: Path) -> None:
    """DocField must exist before any other DocType of the core."""
    _record(tmp_path / "core", "doctype", "comment")
    field = _record(tmp_path / "core", "doctype", "docfield")

    assert walk.app_files(tmp_path, ["core"])[0] == field
