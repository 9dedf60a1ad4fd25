"""Patches: the grammar of patches.txt, what is pending, and that a patch runs exactly once."""

from __future__ import annotations

import pytest
from ristretto.context import Context
from ristretto.errors import ValidationError
from ristretto.site import patches
from ristretto.site.patches import Patch, Phase, parse


def test_plain_list_is_all_before_the_sync() -> None:
    """A file without sections is the old format: everything runs before the sync."""
    found = parse("app.patches.one\n\n# a comment\napp.patches.two #2026-01-01\n")

    assert found == [
        Patch("app.patches.one", Phase.PRE),
        Patch("app.patches.two #2026-01-01", Phase.PRE),
    ]
    assert found[1].path == "app.patches.two"


def test_sections_divide_the_phases() -> None:
    """`finally:` is kept as a mark, not as part of the line that Patch Log stores."""
    found = parse("[pre_model_sync]\na.b\n[post_model_sync]\nexecute:print(1)\nfinally:c.d\n")

    assert [(patch.line, patch.phase, patch.is_last) for patch in found] == [
        ("a.b", Phase.PRE, False),
        ("execute:print(1)", Phase.POST, False),
        ("c.d", Phase.POST, True),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [("a.b\na.b\n", "line 2.*twice"), ("[later]\na.b\n", "line 1.*unknown")],
)
def test_bad_files_are_refused_with_their_line(text: str, message: str) -> None:
    """A mistake in patches.txt is named by line, before anything runs."""
    with pytest.raises(ValidationError, match=message):
        parse(text)


def test_patch_and_log_commit_together(fresh_ctx: Context) -> None:
    """A patch that fails leaves neither its changes nor a log row."""
    line = (
        "execute:frappe.db.set_value('Language', 'en', 'language_name', 'X'); raise KeyError('no')"
    )

    with pytest.raises(KeyError):
        patches.run(line)

    assert line not in patches.executed()
    assert fresh_ctx.db.execute("SELECT language_name FROM tabLanguage WHERE name = 'en'") == [
        ("English",)
    ]


def test_a_patch_runs_once(fresh_ctx: Context) -> None:
    """The second run of the same line does nothing; force runs it again."""
    line = "execute:frappe.db.set_value('Language', 'en', 'language_name', 'Once')"

    assert patches.run(line) is True
    assert patches.run(line) is False
    assert patches.run(line, force=True) is True


def test_pending_writes_nothing(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asking what is pending is a read; `finally:` patches come last."""
    listed = parse("finally:z.last\na.first\n")
    monkeypatch.setattr(patches, "patches_of", lambda app: listed if app == "frappe" else [])
    writes = ctx.db.writes

    found = [patch.line for patch in patches.pending(Phase.PRE)]

    assert found == ["a.first", "z.last"]
    assert ctx.db.writes == writes
