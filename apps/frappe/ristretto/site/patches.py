"""Decides which patches an app asks for, which of them are still to run, and runs each one exactly once.

A patch and its row in Patch Log commit together. `pending` reads only. Grammar of patches.txt (contract
1.1): plain lines are all pre_model_sync; `[pre_model_sync]` and `[post_model_sync]` divide; `execute:`
runs a line of Python; `finally:` waits until all others have run; words after the path make it unique.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import Any

from ristretto.context import current
from ristretto.document import get_doc
from ristretto.errors import ValidationError
from ristretto.site.progress import say

EXECUTE = "execute:"
FINALLY = "finally:"


class Phase(StrEnum):
    """When a patch runs: before or after the DocTypes are synced."""

    PRE = "pre_model_sync"
    POST = "post_model_sync"


@dataclass(frozen=True)
class Patch:
    """One line of patches.txt; `line` is what Patch Log stores, without `finally:`."""

    line: str
    phase: Phase
    is_last: bool = False

    @property
    def path(self) -> str:
        """Dotted path of the module, without the words that make the line unique."""
        return self.line.split(maxsplit=1)[0]


def parse(text: str) -> list[Patch]:
    """Patches of a patches.txt in file order; duplicates and unknown sections are refused."""
    patches: list[Patch] = []
    phase = Phase.PRE
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip()
        if not line or line.startswith(("#", ";")):
            continue
        if line.startswith("[") and line.endswith("]"):
            phase = _phase(line[1:-1], number)
            continue
        is_last = line.startswith(FINALLY)
        patch = Patch(line.removeprefix(FINALLY), phase, is_last)
        if patch in patches:
            raise ValidationError(
                f"patches.txt line {number}: {line!r} is listed twice; add a date behind it"
            )
        patches.append(patch)
    return patches


def _phase(name: str, number: int) -> Phase:
    try:
        return Phase(name.strip())
    except ValueError as error:
        raise ValidationError(
            f"patches.txt line {number}: section [{name}] is unknown; use [{Phase.PRE}] or [{Phase.POST}]"
        ) from error


def patches_of(app: str) -> list[Patch]:
    """Patches that an installed app lists; none when it has no patches.txt."""
    path = Path(current().site.app_path(app)) / "patches.txt"
    return parse(path.read_text(encoding="utf-8")) if path.exists() else []


def executed() -> set[str]:
    """Lines of Patch Log that ran (skipped failures do not count)."""
    rows = current().db.execute(
        "SELECT `patch` FROM `tabPatch Log` WHERE COALESCE(`skipped`, 0) = 0"
    )
    return {str(row[0]) for row in rows}


def pending(phase: Phase | None = None, apps: Iterable[str] | None = None) -> list[Patch]:
    """What still has to run, in the order it will run. Writes nothing."""
    done = executed()
    found = [
        patch
        for app in (apps if apps is not None else current().site.installed_apps)
        for patch in patches_of(app)
        if patch.line not in done and phase in (None, patch.phase)
    ]
    return sorted(found, key=lambda patch: patch.is_last)


def run_pending(phase: Phase, *, skip_failing: bool = False) -> None:
    """Run what is pending in one phase; stops at the first failure unless told to skip it."""
    for patch in pending(phase):
        try:
            run(patch.line)
        except Exception:
            if not skip_failing:
                raise
            _log_skipped(patch.line, traceback.format_exc())


def run(line: str, *, force: bool = False) -> bool:
    """Run one patch with its log row in one transaction; False when it had run before."""
    if not force and line in executed():
        return False
    context = current()
    say(f"Executing {line} in {context.site.name}")
    context.db.commit()
    context.flags.in_patch = True
    try:
        _execute(line)
        log(line)
        context.db.commit()
    except Exception:
        context.db.rollback()
        raise
    finally:
        context.flags.in_patch = False
    return True


def _execute(line: str) -> None:
    if line.startswith(EXECUTE):
        # Patches of installed apps are trusted code of this machine, like the apps themselves.
        namespace: dict[str, Any] = {"frappe": import_module("frappe")}
        exec(line.removeprefix(EXECUTE), namespace)
        return
    path = Patch(line, Phase.PRE).path
    try:
        module = import_module(path)
    except ModuleNotFoundError as error:
        if error.name and path.startswith(error.name):
            raise ValidationError(
                f"Patch {path} is missing: no module named {error.name}"
            ) from error
        raise
    module.execute()


def log(line: str) -> None:
    """Remember that a patch has run."""
    # Patch Log has no role that may create: only this module writes it.
    get_doc({"doctype": "Patch Log", "patch": line}).insert(ignore_permissions=True)


def mark_all(app: str) -> None:
    """A new installation starts with every patch done: its data is new already."""
    done = executed()
    for patch in patches_of(app):
        if patch.line not in done:
            log(patch.line)


def _log_skipped(line: str, trace: str) -> None:
    say(f"Skipped {line}: it failed, and --skip-failing was given\n{trace}")
    row = get_doc({"doctype": "Patch Log", "patch": line, "skipped": 1, "traceback": trace})
    row.insert(ignore_permissions=True)  # as in log()
    current().db.commit()
