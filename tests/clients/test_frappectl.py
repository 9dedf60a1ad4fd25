"""The PyPI program frappectl, unmodified, against a real server: version 2 of the API, key and secret."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from launcher import clients

ROOT = Path(__file__).resolve().parents[2]
PROCEDURE = "ISO Procedure"
Program = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def frappectl(stage: Any, tmp_path: Path) -> Program:
    """`frappectl("doc", "list", …)` as the secretary of the first office, or as somebody else."""

    def run(*arguments: str, person: str = "a.secretary") -> subprocess.CompletedProcess[str]:
        program = clients.python(ROOT).with_name("frappectl")
        given = stage.environment(person, tmp_path)
        names = {"SITE": "SITE_URL", "API_KEY": "SITE_KEY", "API_SECRET": "SITE_SECRET"}
        return subprocess.run(
            [str(program), "--json", *arguments],
            cwd=tmp_path,
            env={**given, **{f"FRAPPE_{key}": given[name] for key, name in names.items()}},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            stdin=subprocess.DEVNULL,
        )

    return run


def answer(done: subprocess.CompletedProcess[str]) -> Any:
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_it_knows_who_it_is(frappectl: Program, stage: Any) -> None:
    """Key and secret name the person; a wrong secret is refused."""
    assert answer(frappectl("auth", "whoami"))["user"] == stage.world.users["a.secretary"]
    stage.keys["broken"] = (stage.keys["a.secretary"][0], "wrong")
    stage.world.users["broken"] = ""
    refused = frappectl("auth", "whoami", person="broken")
    assert refused.returncode == 1
    assert "401" in refused.stderr


def test_it_lists_and_filters(frappectl: Program, stage: Any) -> None:
    """Default columns from the definition, operators, JSON filters, order, limits and all pages."""
    rows = answer(frappectl("doc", "list", PROCEDURE, "--limit", "2"))
    assert len(rows) == 2
    assert {"name", "title", "code"} <= set(rows[0])
    found = answer(frappectl("doc", "list", PROCEDURE, "-f", "code=QT-01", "--fields", "code"))
    assert found == [{"code": "QT-01"}]
    filters = json.dumps([["code", "in", ["QT-01", "QT-02"]]])
    arguments = ("--filters-json", filters, "--order-by", "code desc", "--fields", "code")
    assert [row["code"] for row in answer(frappectl("doc", "list", PROCEDURE, *arguments))] == [
        "QT-02",
        "QT-01",
    ]
    everything = answer(frappectl("doc", "list", PROCEDURE, "--all", "--fields", "name"))
    assert {row["name"] for row in everything} == set(stage.world.procedures)


def test_it_reads_a_record(frappectl: Program, stage: Any) -> None:
    """With its rows."""
    record = answer(frappectl("doc", "get", PROCEDURE, stage.world.procedures[0]))
    assert [row["step_name"] for row in record["steps"]] == ["Tiếp nhận", "Ký"]


def test_it_creates_changes_uploads_and_deletes(
    frappectl: Program, stage: Any, tmp_path: Path
) -> None:
    """The whole life of a record; what was uploaded comes back byte by byte."""
    values = {"agency": stage.world.agencies["a"], "code": "QT-CTL", "title": "Từ dòng lệnh"}
    given = [
        part for key, value in values.items() for part in ("--set", f"{key}={value}")
    ]  # fmt: skip
    name = answer(
        frappectl("doc", "create", PROCEDURE, *given, "--set", "procedure_kind=Internal")
    )["name"]
    changed = answer(frappectl("doc", "update", PROCEDURE, name, "--set", "title=Đã đổi"))
    assert changed["title"] == "Đã đổi"
    (tmp_path / "note.txt").write_bytes(b"one two three")
    attached = ("--doctype", PROCEDURE, "--name", name, "--private")
    file = answer(frappectl("file", "upload", "note.txt", *attached))
    assert (file["is_private"], file["attached_to_name"]) == (1, name)
    got = frappectl("file", "download", file["file_url"], "-o", "back.txt")
    assert got.returncode == 0, got.stderr
    assert (tmp_path / "back.txt").read_bytes() == b"one two three"
    assert answer(frappectl("doc", "delete", PROCEDURE, name))["deleted"] == name
    assert frappectl("doc", "get", PROCEDURE, name).returncode == 1


def test_a_stale_change_is_told(frappectl: Program, stage: Any) -> None:
    """The program sends `modified` along; an older one is refused, and nothing is saved."""
    old = "modified=2020-01-01 00:00:00"
    name = stage.world.procedures[5]
    done = frappectl("doc", "update", PROCEDURE, name, "--set", "title=x", "--set", old)
    assert done.returncode == 1
    assert "Người khác đã lưu bản ghi này" in " ".join(done.stderr.split())
    assert answer(frappectl("doc", "get", PROCEDURE, name))["title"] != "x"
    kept = frappectl("doc", "update", PROCEDURE, name, "--force", "--set", "title=Ghi đè")
    assert answer(kept)["title"] == "Ghi đè"


def test_it_calls_methods(frappectl: Program, stage: Any) -> None:
    """With GET and POST, arguments typed by the program."""
    count = ("api", "method/frappe.client.get_count", "-F", f"doctype={PROCEDURE}")
    assert answer(frappectl(*count)) == len(stage.world.procedures)
    assert answer(frappectl(*count, "-X", "POST")) == len(stage.world.procedures)
    path = f"document/{PROCEDURE}/{stage.world.procedures[0]}/method/add_comment"
    comment = answer(frappectl("api", path, "-X", "POST", "-F", "text=Đã xem"))
    assert comment["comment_type"] == "Comment"


def test_it_sees_definitions(frappectl: Program) -> None:
    """The form that one may open, and the names of such forms alone."""
    shown = answer(frappectl("doctype", "show", PROCEDURE))
    assert {field["fieldname"] for field in shown["fields"]} >= {"agency", "code", "steps"}
    names = answer(frappectl("doctype", "list"))
    assert PROCEDURE in names
    assert "Error Log" not in names
    assert "Error Log" in answer(frappectl("doctype", "list", person="admin"))


def test_it_runs_a_report(frappectl: Program) -> None:
    """Columns and rows of the app's own report."""
    done = answer(frappectl("report", "run", "ISO Activity by Agency", person="admin"))
    assert done["columns"]
    assert isinstance(done["result"], list)


def test_refusals_are_sentences(frappectl: Program, stage: Any) -> None:
    """Exit code 1 and our sentence; what version 15 does not have is said to be missing."""
    foreign = ("--set", f"agency={stage.world.agencies['b']}", "--set", "code=QT-X")
    for arguments in (
        ("doc", "create", PROCEDURE, *foreign, "--set", "title=x"),
        ("doc", "get", "User", "Administrator"),
        ("doc", "list", "Error Log"),
        ("doc", "submit", PROCEDURE, stage.world.procedures[0]),
        ("method", "list"),
    ):
        done = frappectl(*arguments)
        assert done.returncode == 1, arguments
        assert done.stderr.partition("error: ")[2].strip(), arguments
        assert "Traceback" not in done.stdout + done.stderr
