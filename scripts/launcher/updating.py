"""Decides how newer software reaches the sites: save, take the code, install, migrate, begin anew; or all of it undone.

While it works every site is closed, so that nothing is written that an undoing would lose. What is being done stands in
config/update.json until the end: an update that was interrupted is undone by `./iso update --undo`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from launcher import Problem, backups, bench, programs, running, say, step

RECORD = Path("config") / "update.json"


@dataclass(frozen=True)
class Update:
    """What is needed to go back: the commit that was there, each site's backup, which sites were open."""

    old: str
    saved: dict[str, str]
    were_open: list[str]


def run(root: Path, *, fetch: bool, to: str | None) -> None:
    """Bring code and sites to the newest version, or leave everything as it was. Raises Problem with the reason."""
    refuse_unfinished(root)
    refuse_own_changes(root)
    old = git(root, "rev-parse", "HEAD")
    new = find_new(root, to) if fetch else old
    if fetch and new == old:
        say("There is nothing newer.")
        return
    names = backups.sites(root)
    opened = [name for name in names if not is_closed(root, name)]
    with closed(root, opened):
        saved = {name: str(backups.back_up(root, name)) for name in names}
        update = Update(old, saved, opened)
        write_record(root, update)
        try:
            forward(root, new, names)
        except (Problem, OSError) as error:
            go_back(root, update)
            raise Problem(
                f"{error}\nThe update failed. Code and sites are as they were before.",
                "send the lines above to those who look after the software",
            ) from None
        (root / RECORD).unlink()
    say(f"updated: {short(old)} → {short(new)}, {len(names)} site(s)")


def undo(root: Path) -> None:
    """Go back to where an interrupted update began."""
    path = root / RECORD
    if not path.exists():
        raise Problem("No update was interrupted here.", "./iso update")
    update = Update(**json.loads(path.read_text(encoding="utf-8")))
    go_back(root, update)
    for name in update.were_open:
        set_closed(root, name, closed=False)
    say(f"back at {short(update.old)}")


def forward(root: Path, new: str, names: list[str]) -> None:
    git(root, "merge", "--quiet", "--ff-only", new)
    install(root)
    for name in names:
        with step(f"migrating {name}"):
            bench.run(root, "--site", name, "migrate", quiet=True)
    restart(root)


def go_back(root: Path, update: Update) -> None:
    """Raises Problem when even that fails; the sites stay closed then."""
    say("· going back …")
    git(root, "reset", "--quiet", "--keep", update.old)
    install(root)
    for name, database in update.saved.items():
        with step(f"restoring {name}"):
            bench.run(root, "--site", name, "restore", database, quiet=True)
    restart(root)
    (root / RECORD).unlink()


def install(root: Path) -> None:
    """By the launcher that is on disk now, which may not be the one that runs."""
    done = subprocess.run([sys.executable, str(root / "iso"), "setup"], check=False, cwd=root)
    if done.returncode:
        raise Problem("The installation failed.", "read the lines above")


def restart(root: Path) -> None:
    for server in running.servers(root):
        with step(f"beginning anew on port {server.port}"):
            running.begin_anew(root, server)


def find_new(root: Path, to: str | None) -> str:
    """The commit to go to. Raises Problem where there is no way forward to it."""
    with step("looking for newer software"):
        git(root, "fetch", "--quiet", "--tags")
    new = git(root, "rev-parse", "--verify", "--quiet", f"{to or '@{upstream}'}^{{commit}}")
    ancestor = git(root, "merge-base", "HEAD", new)
    if ancestor != git(root, "rev-parse", "HEAD") and ancestor != new:
        raise Problem(
            f"{short(new)} does not continue what is installed here.",
            "move the commits made here away (git log @{upstream}..), then try again",
        )
    if ancestor == new and to and new != git(root, "rev-parse", "HEAD"):
        raise Problem(
            f"{to} is older than what is installed.", "restore a backup with that version"
        )
    return new if ancestor != new else git(root, "rev-parse", "HEAD")


def refuse_unfinished(root: Path) -> None:
    if (root / RECORD).exists():
        raise Problem("The last update was interrupted.", "./iso update --undo")


def refuse_own_changes(root: Path) -> None:
    if changed := git(root, "status", "--porcelain", "--untracked-files=no"):
        raise Problem(
            f"Files of the software were changed here:\n{changed}",
            "git stash, or bring the changes into an app of your own",
        )


def git(root: Path, *arguments: str) -> str:
    remedy = "check the network and the repository, or replace the files yourself: ./iso update --no-fetch"
    return programs.git(root, *arguments, remedy=remedy)


@contextmanager
def closed(root: Path, names: list[str]) -> Iterator[None]:
    """Nobody writes meanwhile; people see that it is being updated. Stays closed while a record stands."""
    for name in names:
        set_closed(root, name, closed=True)
    try:
        yield
    finally:
        if not (root / RECORD).exists():
            for name in names:
                set_closed(root, name, closed=False)


def is_closed(root: Path, name: str) -> bool:
    path = root / "sites" / name / "site_config.json"
    return bool(json.loads(path.read_text(encoding="utf-8")).get("maintenance_mode"))


def set_closed(root: Path, name: str, *, closed: bool) -> None:
    state = "on" if closed else "off"
    bench.run(root, "--site", name, "set-maintenance-mode", state, quiet=True)


def write_record(root: Path, update: Update) -> None:
    (root / RECORD).write_text(json.dumps(asdict(update), indent=1) + "\n", encoding="utf-8")


def short(commit: str) -> str:
    return commit[:10]
