"""Commands on a real site: what they write, print and refuse. (bench itself: tests/launcher/test_bench.py)"""

from __future__ import annotations

import json
import runpy
import tomllib
from collections.abc import Callable
from pathlib import Path

import frappe
import pytest
from click.testing import CliRunner, Result
from ristretto.cli.demo_password import first_with_demo_password, is_loopback, refuse_open_demo
from ristretto.cli.dev_commands import resolve
from ristretto.cli.entry import chosen_sites, make_top
from ristretto.cli.tables import draw
from ristretto.context import Site
from ristretto.context.dotted import get_attr
from ristretto.db import pool
from ristretto.db.connect import connected
from ristretto.errors import DoesNotExistError, ValidationError
from ristretto.site.create import SET_PASSWORD

Run = Callable[..., Result]


def test_sites_that_are_meant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """--site, then FRAPPE_SITE, then default_site; `all` is every folder with a configuration."""
    monkeypatch.delenv("FRAPPE_SITE", raising=False)
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "site_config.json").write_text("{}")

    assert chosen_sites(tmp_path, "all") == ["a", "b"]
    assert chosen_sites(tmp_path, None) == []
    (tmp_path / "common_site_config.json").write_text('{"default_site": "a"}')
    assert chosen_sites(tmp_path, None) == ["a"]
    monkeypatch.setenv("FRAPPE_SITE", "b")
    assert chosen_sites(tmp_path, None) == ["b"]


def test_users(run: Run, fresh_site: Site) -> None:
    """Made with roles and a password, closed again."""
    run(
        "add-user",
        "an@example.com",
        "--first-name",
        "An",
        "--add-role",
        "Report Manager",
        "--password",
        "x-Y-z-9!",
    )
    run("add-system-manager", "binh@example.com")

    with connected(fresh_site):
        assert "Report Manager" in frappe.get_roles("an@example.com")
        assert "System Manager" in frappe.get_roles("binh@example.com")
    assert run("disable-user", "an@example.com").exit_code == 0
    with connected(fresh_site):
        assert frappe.db.get_value("User", "an@example.com", "enabled") == 0


def test_a_password_for_nobody_is_refused(run: Run) -> None:
    """A typing mistake in the name is said, not stored."""
    with pytest.raises(DoesNotExistError, match=r"no@example\.com does not exist"):
        run("set-password", "no@example.com", "x")


def test_records_travel(run: Run, tmp_path: Path, fresh_site: Site) -> None:
    """export-json and import-doc are each other's inverse."""
    with connected(fresh_site) as context:
        name = frappe.get_doc({"doctype": "ToDo", "description": "đi họp"}).insert().name
        context.db.commit()
    path = tmp_path / "todo.json"
    run("export-json", "ToDo", str(path))
    with connected(fresh_site) as context:
        frappe.delete_doc("ToDo", name)
        context.db.commit()

    run("import-doc", str(path))

    with connected(fresh_site):
        assert frappe.db.get_value("ToDo", name, "description") == "đi họp"


def test_records_from_a_table(run: Run, fresh_site: Site, tmp_path: Path) -> None:
    """data-import stores what it can, names the lines that it cannot, and then exits with 1."""
    path = tmp_path / "todo.csv"
    path.write_text("Description,Priority\nđi họp,High\n", encoding="utf-8")
    result = run("data-import", "--file", str(path), "--doctype", "ToDo")
    assert "1 records imported, 0 refused" in result.output
    path.write_text("Description,Priority\nx,Sometimes\n", encoding="utf-8")
    refused = run("data-import", "--file", str(path), "--doctype", "ToDo")

    assert (refused.exit_code, "row 2 col 2" in refused.output) == (1, True)
    with connected(fresh_site):
        assert frappe.get_all("ToDo", pluck="description") == ["đi họp"]


def test_reload_and_unknown_records(run: Run) -> None:
    """A shipped record is read again; one that is not shipped is refused."""
    assert "todo" in run("reload-doc", "Desk", "doctype", "ToDo").output
    with pytest.raises(DoesNotExistError, match="missing"):
        run("reload-doc", "Desk", "doctype", "Nothing Here")


def test_scheduler_states(run: Run) -> None:
    """Paused, resumed and shown."""
    assert "enabled" in run("scheduler", "status").output
    run("scheduler", "pause")
    assert "disabled" in run("scheduler", "status").output
    run("scheduler", "resume")
    run("disable-scheduler")
    assert "disabled" in run("scheduler", "status").output


def test_drop_keeps_a_backup_and_the_folder(run: Run, fresh_site: Site, tmp_path: Path) -> None:
    """Nothing is deleted: the folder moves aside with a backup in it."""
    name = fresh_site.name

    run("drop-site", name, "--archived-sites-path", str(tmp_path / "archive"))

    assert not fresh_site.path.exists()
    assert list((tmp_path / "archive" / name / "private" / "backups").glob("*-database.sql.gz"))


def test_reinstall_empties_the_site(run: Run, fresh_site: Site) -> None:
    """Same site, same apps, no data."""
    with connected(fresh_site) as context:
        frappe.get_doc({"doctype": "ToDo", "description": "old"}).insert()
        context.db.commit()
    pool.close_all()

    run("reinstall", "--yes", "--admin-password", "new-Password-1")

    with connected(Site(fresh_site.name, fresh_site.sites_path)):
        assert frappe.db.count("ToDo") == 0


def test_make_app_is_recognised_by_bench(run: Run, tmp_path: Path) -> None:
    """hooks.py, modules.txt and patches.txt are what bench looks for."""
    run("make-app", str(tmp_path), "my_app", input="My App\n\n\n\n\n")

    made = {path.name for path in (tmp_path / "my_app" / "my_app").iterdir()}
    assert {"hooks.py", "modules.txt", "patches.txt", "my_app"} <= made
    with pytest.raises(ValidationError, match="cannot be an app's name"):
        run("make-app", str(tmp_path), "My-App")
    with pytest.raises(ValidationError, match="exists already"):
        run("make-app", str(tmp_path), "my_app", input="\n\n\n\n\n")


def test_make_app_takes_any_text(run: Run, tmp_path: Path) -> None:
    """Quotes and accents of what people type are texts in pyproject.toml and hooks.py, never code."""
    run("make-app", str(tmp_path), "my_app", input='My App\nPhiếu "mật"\nO\'Hara\na@b.vn\nmit\n')
    project = tomllib.loads((tmp_path / "my_app" / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["description"] == 'Phiếu "mật"'
    assert project["project"]["authors"] == [{"name": "O'Hara", "email": "a@b.vn"}]
    hooks = runpy.run_path(str(tmp_path / "my_app" / "my_app" / "hooks.py"))
    assert (hooks["app_description"], hooks["app_publisher"]) == ('Phiếu "mật"', "O'Hara")


def test_no_site_is_a_clear_error(fresh_site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither named nor default: exit code 1 and the option to give."""
    monkeypatch.delenv("FRAPPE_SITE", raising=False)

    result = CliRunner().invoke(make_top(fresh_site.sites_path), ["frappe", "migrate"])

    assert result.exit_code == 1
    assert "Please specify --site" in result.output


def test_completion_gets_names(fresh_site: Site) -> None:
    """`get-frappe-commands` is a JSON list."""
    result = CliRunner().invoke(make_top(fresh_site.sites_path), ["get-frappe-commands"])

    assert {"new-site", "migrate", "backup"} <= set(json.loads(result.output))


def test_dotted_paths_may_end_in_attributes(fresh_site: Site) -> None:
    """`frappe.db.count` is no module, but a person may call it."""
    with connected(fresh_site):
        assert resolve("frappe.db.count")("Role") > 5
        with pytest.raises(ValidationError, match="no module"):
            resolve("nothing.at.all")


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("127.8.9.1", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("10.0.0.1", False),
    ],
)
def test_loopback_addresses(host: str, expected: bool) -> None:
    """Only addresses that no other machine reaches."""
    assert is_loopback(host) is expected


def test_a_demo_password_is_not_offered_to_others(fresh_site: Site) -> None:
    """Refused by name of the account until its password is another one."""
    with connected(fresh_site) as context:
        get_attr(SET_PASSWORD)("Administrator", "admin")
        context.db.commit()
    refuse_open_demo(fresh_site.sites_path, "127.0.0.1")

    with pytest.raises(
        ValidationError, match=r"Administrator on test\.localhost still has a demo password"
    ):
        refuse_open_demo(fresh_site.sites_path, "0.0.0.0")

    with connected(fresh_site) as context:
        get_attr(SET_PASSWORD)("Administrator", "Khác-hẳn-9")
        context.db.commit()
    assert first_with_demo_password(fresh_site) is None


def test_tables_are_drawn_as_on_stock() -> None:
    """ASCII lines, heading first."""
    assert draw([("A", "B"), ("x", 1)]) == "+---+---+\n| A | B |\n+---+---+\n| x | 1 |\n+---+---+"
