"""Decides what a repository of one app holds, so that `bench get-app` takes it.

A subfolder cannot be cloned, so an export is a repository of its own. A second export into the same folder adds a
commit: whoever has cloned it simply pulls.
"""

from __future__ import annotations

import ast
import os
import shutil
from pathlib import Path

from launcher import Problem, programs, say

LEFT_OUT = ("__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache")
IGNORED = "__pycache__/\n*.py[cod]\n*.egg-info/\nnode_modules/\n"
MARK = ".exported-app"  # tells a former export from a folder that is somebody's own
AUTHOR = {
    "GIT_AUTHOR_NAME": "ISO QMS contributors",
    "GIT_AUTHOR_EMAIL": "",
    "GIT_COMMITTER_NAME": "ISO QMS contributors",
    "GIT_COMMITTER_EMAIL": "",
}


def make(root: Path, app: str, folder: Path) -> None:
    """Write the app's repository into `folder` and commit it; says what to do next."""
    source = root / "apps" / app
    check(source, app, folder)
    version = read_version(source / app / "__init__.py")
    if not (folder / ".git").exists():
        folder.mkdir(parents=True, exist_ok=True)
        git(folder, "init", "--quiet", "--initial-branch=main")
    empty(folder)
    copy(root, source, folder)
    add_own_files(root, app, folder)
    git(folder, "add", "--all", "--force")
    if not git(folder, "status", "--porcelain"):
        say(f"{folder} holds {app} {version} already; nothing changed.")
        return
    git(folder, "commit", "--quiet", "--message", f"{app} {version}")
    say(f"{folder} holds {app} {version}. On a bench with Frappe v15:")
    say(f"  bench get-app {folder}\n  bench --site SITE install-app {app}")


def check(source: Path, app: str, folder: Path) -> None:
    """Refuse before anything is written."""
    if not (source / app / "hooks.py").exists():
        raise Problem(f"apps/{app} is no app.", "name a folder of apps/ that has a hooks.py")
    if shutil.which("git") is None:
        raise Problem("git is missing.", "sudo apt install git")
    if not folder.exists():
        return
    if not folder.is_dir():
        raise Problem(f"{folder} is a file.", "name a new or an empty folder")
    mark = folder / MARK
    former = mark.exists() and mark.read_text(encoding="utf-8").strip() == app
    if any(folder.iterdir()) and not former:
        raise Problem(
            f"{folder} holds something else than an export of {app}.",
            "name a new or an empty folder; nothing was touched",
        )
    if former and git(folder, "status", "--porcelain"):
        raise Problem(
            f"{folder} has changes of its own that are not committed.",
            f"commit or remove them there: git -C {folder} status",
        )


def read_version(path: Path) -> str:
    """`__version__`, read without importing the app."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__version__":
            return str(ast.literal_eval(node.value))
    raise Problem(f"{path} names no __version__.", 'add __version__ = "…"')


def empty(folder: Path) -> None:
    """Remove the last export's files, so that what the app dropped is gone; history stays."""
    for path in folder.iterdir():
        if path.name == ".git":
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def copy(root: Path, source: Path, folder: Path) -> None:
    """The tracked files; of a tree without git, all but caches."""
    for path in tracked(root, source) or everything(source):
        target = folder / path.relative_to(source)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, target)


def tracked(root: Path, source: Path) -> list[Path]:
    """Tracked and new files that are not ignored, as they are now; empty when this is no checkout."""
    if not (root / ".git").exists():
        return []
    listed = git(
        root, "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", str(source)
    )
    return [root / name for name in listed.split("\0") if name and (root / name).is_file()]


def everything(source: Path) -> list[Path]:
    return [
        path
        for path in sorted(source.rglob("*"))
        if path.is_file() and not any(part in LEFT_OUT for part in path.parts)
    ]


def add_own_files(root: Path, app: str, folder: Path) -> None:
    """What a repository needs and a subfolder may not have: what to ignore, the licence, the mark."""
    (folder / ".gitignore").write_text(IGNORED, encoding="utf-8")
    (folder / MARK).write_text(f"{app}\n", encoding="utf-8")
    if not any((folder / name).exists() for name in ("LICENSE", "license.txt")):
        shutil.copy2(root / "LICENSE", folder / "LICENSE")


def git(folder: Path, *arguments: str) -> str:
    """Run git there, with an author of its own: a new machine has none."""
    variables = {**os.environ, **AUTHOR}
    return programs.git(folder, *arguments, remedy="mend that first", variables=variables)
