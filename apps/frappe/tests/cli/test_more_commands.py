"""Commands that look after a site: search, rights, sessions, indexes, jobs, trimming, texts, tables, patches."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import frappe
import pytest
from click.testing import Result
from ristretto.cli import patch_commands, translation_commands, upkeep_commands
from ristretto.context import Site
from ristretto.db import stamps
from ristretto.db.connect import connected
from ristretto.db.tables import table_columns
from ristretto.errors import ValidationError
from ristretto.jobs import redis_queue
from ristretto.site.messages import texts_of

Run = Callable[..., Result]


def one(site: Site, sql: str) -> Any:
    with connected(site, mode="read") as context:
        return context.db.execute(sql)[0][0]


def make_note(title: str) -> Any:
    return frappe.get_doc({"doctype": "Note", "title": title, "content": "x"}).insert()


def test_rights_as_shipped(run: Run, fresh_site: Site) -> None:
    """Customised permission rows go, for all DocTypes."""
    with connected(fresh_site, mode="write") as context:
        frappe.permissions.add_permission("Note", "Guest")
        context.db.commit()
    assert "1 DocTypes" in run("reset-perms").output
    assert one(fresh_site, "SELECT COUNT(*) FROM `tabCustom DocPerm`") == 0


def test_everybody_is_signed_out(run: Run, fresh_site: Site) -> None:
    """No session is left."""
    with connected(fresh_site, mode="write") as context:
        from ristretto.web import sessions

        sessions.start("Administrator", "Administrator", "System User", ip=None)
        context.db.commit()
    run("destroy-all-sessions", "--reason", "update")

    assert one(fresh_site, "SELECT COUNT(*) FROM `tabSessions`") == 0


def test_search_is_built_anew(run: Run, fresh_site: Site) -> None:
    """An emptied search index has its entries again."""
    with connected(fresh_site, mode="write") as context:
        make_note("Sổ trực")
        context.db.execute("DELETE FROM `__global_search`")
        context.db.commit()
    assert "DocTypes" in run("build-search-index").output
    run("rebuild-global-search")
    found = one(fresh_site, "SELECT COUNT(*) FROM `__global_search` WHERE `doctype` = 'Note'")
    assert found == one(fresh_site, "SELECT COUNT(*) FROM `tabNote`")


def test_an_index_stays(run: Run, fresh_site: Site) -> None:
    """One column becomes a property of its field; an unknown column changes nothing."""
    run("add-database-index", "--doctype", "Note", "--column", "title")
    result = run("add-database-index", "--doctype", "Note", "--column", "nothing")

    assert result.exit_code == 1
    assert "no column nothing" in result.output
    kept = "SELECT `value` FROM `tabProperty Setter` WHERE `field_name` = 'title' AND `property` = 'search_index'"
    assert one(fresh_site, kept) == "1"


def test_browse_opens_a_session(
    run: Run, fresh_site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The address is opened; Administrator only where a developer works, nobody who does not exist."""
    opened: list[str] = []
    monkeypatch.setattr(click, "launch", opened.append)
    monkeypatch.setattr(upkeep_commands.click, "launch", opened.append)
    run("browse")
    refused = [
        run("browse", "--user", name).exit_code for name in ("Administrator", "nobody@example.com")
    ]
    run("set-config", "developer_mode", "1")
    run("browse", "--user", "Administrator")

    assert refused == [1, 1]
    assert opened[0].endswith("/app")
    assert "?sid=" in opened[-1]


def test_messages_and_caches(run: Run) -> None:
    """They run without complaint, with JSON and with text."""
    for message in ('{"a": 1}', "text"):
        assert (
            run(
                "publish-realtime", "probe", "--message", message, "--user", "Administrator"
            ).exit_code
            == 0
        )
    assert run("clear-website-cache").exit_code == 0


def test_jobs_are_seen_and_purged(run: Run, fresh_site: Site) -> None:
    """A triggered event waits, is shown, makes the site not ready, and is purged by queue or event."""
    assert run("trigger-scheduler-event", "never").exit_code == 1
    assert "1 jobs" in run("trigger-scheduler-event", "run_log_clean_up").output
    assert "default: frappe.core" in run("show-pending-jobs").output
    assert "queued: 1" in run("doctor").output
    busy = run("ready-for-migration")
    assert (busy.exit_code, "NOT READY" in busy.output) == (1, True)
    assert "purged 0" in run("purge-jobs", "--queue", "long").output
    assert "purged 1" in run("purge-jobs", "--event", "daily").output
    assert run("ready-for-migration").exit_code == 0


def test_a_redis_without_its_packages(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Configured and not installed: the worker is refused with what to install, and doctor says it too."""
    monkeypatch.setenv(redis_queue.ADDRESS, "redis://127.0.0.1:1")
    monkeypatch.setattr(redis_queue, "PACKAGES", ("redis", "rq_that_nobody_installed"))
    remedy = "env/bin/pip install -r requirements-redis.lock"
    with pytest.raises(ValidationError, match=remedy):
        run("worker", "--burst")
    told = run("doctor")
    assert (told.exit_code, remedy in told.output) == (0, True)


def test_trimming(run: Run, fresh_site: Site) -> None:
    """Columns and tables that no definition names are shown, then dropped after a backup; fields stay."""
    with connected(fresh_site, mode="write") as context:
        context.db.execute("ALTER TABLE `tabNote` ADD COLUMN `left_over` text")
        context.db.execute("CREATE TABLE `tabGone` (`name` text)")
        make_note("kept")
        context.db.commit()

    dry = json.loads(run("trim-tables", "--dry-run", "-f", "json").output)
    assert dry == {"Note": ["left_over"]}
    run("trim-tables")
    assert "tabGone" in run("trim-database", "--dry-run").output
    run("trim-database", "--yes", "--no-backup")

    with connected(fresh_site, mode="read") as context:
        assert "left_over" not in table_columns("tabNote")
        assert "title" in table_columns("tabNote")
        assert not context.db.execute("SELECT 1 FROM sqlite_master WHERE name = 'tabGone'")
    assert one(fresh_site, "SELECT COUNT(*) FROM `tabNote` WHERE `title` = 'kept'") == 1
    assert list((fresh_site.path / "private" / "backups").glob("*database.sql.gz"))


def test_a_part_comes_back(run: Run, fresh_site: Site, tmp_path: Path) -> None:
    """The file's tables are as they were and all processes learn it; the others stay; garbage changes nothing."""
    with connected(fresh_site, mode="write") as context:
        make_note("first")
        context.db.commit()
    run("backup", "--only", "Note", "--backup-path-db", str(tmp_path / "part.sql.gz"))
    with connected(fresh_site, mode="write") as context:
        frappe.db.delete("Note")
        frappe.get_doc({"doctype": "ToDo", "description": "later"}).insert()
        context.db.commit()
        known = stamps.numbers(context.db)

    assert "1 tables" in run("partial-restore", "--verbose", str(tmp_path / "part.sql.gz")).output
    assert one(fresh_site, "SELECT COUNT(*) FROM `tabNote` WHERE `title` = 'first'") == 1
    assert one(fresh_site, "SELECT COUNT(*) FROM `tabToDo` WHERE `description` = 'later'") == 1
    with connected(fresh_site, mode="read") as context:
        assert stamps.numbers(context.db)[stamps.NAME] > known[stamps.NAME]
    (tmp_path / "bad.sql").write_text("CREATE TABLE broken (", encoding="utf-8")
    assert run("partial-restore", str(tmp_path / "bad.sql")).exit_code == 1


def test_tables_as_csv(run: Run, fresh_site: Site, tmp_path: Path) -> None:
    """Records go out under their labels; renaming by a file reports each row."""
    with connected(fresh_site, mode="write") as context:
        for name in ("Ra", "Rb"):
            frappe.get_doc({"doctype": "Role", "role_name": name}).insert()
        context.db.commit()
    run("export-csv", "Role", str(tmp_path / "roles.csv"))
    with (tmp_path / "roles.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    (tmp_path / "names.csv").write_text("Ra,Rc\nRb,Rc\n", encoding="utf-8")
    output = run("bulk-rename", "Role", str(tmp_path / "names.csv")).output

    assert rows[0][:2] == ["ID", "Role Name"]
    assert "Ra" in [row[0] for row in rows]
    assert "Ra is now Rc" in output
    assert one(fresh_site, "SELECT COUNT(*) FROM `tabRole` WHERE `name` = 'Rb'") == 1


@pytest.fixture
def small_app(fresh_site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An app's package with one text in Python, one in a script; the framework's place is taken by it."""
    package = tmp_path / "small"
    (package / "translations").mkdir(parents=True)
    (package / "hooks.py").write_text(
        'from frappe import _\nx = _("A greeting")\n', encoding="utf-8"
    )
    (package / "form.js").write_text('__("A script text")', encoding="utf-8")
    (package / "patches.txt").write_text("", encoding="utf-8")
    monkeypatch.setattr(Site, "app_path", lambda self, app: package)
    monkeypatch.setattr(Site, "modules", {"frappe": []})
    monkeypatch.setattr(Site, "module_titles", lambda self, app: ["Small Things"])
    return package


def test_texts_go_out_and_come_back(run: Run, small_app: Path, tmp_path: Path) -> None:
    """What is untranslated is written; the translated lines, a CSV file and a PO file come back."""
    run("get-untranslated", "--all", "vi", str(tmp_path / "out.txt"))
    texts = (tmp_path / "out.txt").read_text(encoding="utf-8").splitlines()
    (tmp_path / "in.txt").write_text("\n".join(f"vi {text}" for text in texts), encoding="utf-8")
    run("update-translations", "vi", str(tmp_path / "out.txt"), str(tmp_path / "in.txt"))
    (tmp_path / "more.csv").write_text("A greeting,Chào\nUnknown,Không\n", encoding="utf-8")
    run("import-translations", "vi", str(tmp_path / "more.csv"))

    assert sorted(texts) == ["A greeting", "A script text", "Small Things"]
    with (small_app / "translations" / "vi.csv").open(encoding="utf-8", newline="") as file:
        assert dict(csv.reader(file)) == {
            "A greeting": "Chào",
            "A script text": "vi A script text",
            "Small Things": "vi Small Things",
        }


def test_files_of_translators(run: Run, small_app: Path, tmp_path: Path) -> None:
    """A template, a compiled catalogue, an empty language; files that do not fit are refused."""
    run("generate-pot-file", "--app", "frappe")
    assert 'msgid "A greeting"' in (small_app / "locale" / "main.pot").read_text(encoding="utf-8")
    (small_app / "locale" / "vi.po").write_text(
        'msgid "A greeting"\nmsgstr "Chào"\n', encoding="utf-8"
    )
    run("compile-po-to-mo", "--app", "frappe")
    assert (small_app / "locale" / "vi.mo").exists()
    run("new-language", "vi", "frappe")
    assert "A greeting," in (small_app / "translations" / "vi.csv").read_text(encoding="utf-8")
    assert run("new-language", "xx", "frappe").exit_code == 1
    (tmp_path / "one").write_text("a\n")
    (tmp_path / "two").write_text("a\nb\n")
    assert (
        run("update-translations", "vi", str(tmp_path / "one"), str(tmp_path / "two")).exit_code
        == 1
    )
    assert run("build-message-files").exit_code == 0


def test_texts_of_an_app_hold_its_forms(app_ctx: Any) -> None:
    """Names and labels of shipped records, choices, modules and messages."""
    found = texts_of("iso_qms")

    assert {"ISO Procedure", "ISO Audit"} <= set(found)
    assert translation_commands.ALL_APPS not in found


def test_a_new_patch(run: Run, small_app: Path) -> None:
    """The file is made once and named in patches.txt; an unknown DocType is refused."""
    named = ("--app", "frappe", "--name", "fill_title", "--title", "Fill the title")
    assert run("create-patch", *named, "--doctype", "Nothing").exit_code == 1
    run("create-patch", *named, "--doctype", "Note")
    path = small_app / "desk" / "doctype" / "note" / "patches" / "fill_title.py"

    assert "def execute" in path.read_text(encoding="utf-8")
    assert "small.desk.doctype.note.patches.fill_title" in (small_app / "patches.txt").read_text()
    assert run("create-patch", *named, "--doctype", "Note").exit_code == 1


def test_a_share_of_the_tests(run: Run, small_app: Path) -> None:
    """Every file is in exactly one share."""
    for name in "abc":
        (small_app / f"test_{name}.py").write_text("")
    shares = [
        run(
            "run-parallel-tests", "--dry-run", "--build-number", number, "--total-builds", "2"
        ).output
        for number in ("1", "2")
    ]

    assert sorted(
        line for text in shares for line in text.splitlines() if line.startswith("small.")
    ) == [f"small.test_{name}" for name in "abc"]
    assert run("run-parallel-tests", "--use-orchestrator").exit_code == 1
    assert patch_commands.test_modules(small_app)[0] == "small.test_a"


def test_a_notebook_needs_jupyter(run: Run) -> None:
    """Where Jupyter is missing the answer says how to get it."""
    result = run("jupyter")

    assert result.exit_code == 1
    assert "pip install jupyter" in result.output


def test_a_pool_ends_when_nothing_is_left(
    run: Run, monkeypatch: pytest.MonkeyPatch, fresh_site: Site
) -> None:
    """Two workers in burst mode end with code 0."""
    monkeypatch.setenv("SITES_PATH", str(fresh_site.sites_path))
    assert run("worker-pool", "--num-workers", "2", "--burst", "--quiet").exit_code == 0
