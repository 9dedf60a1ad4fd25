"""Decides what makes this folder a bench: the folders, the app list and the common configuration.

`bench` looks for these before it does anything (as root also for `frappe_user`); see docs/operator.
"""

from __future__ import annotations

import json
import os
import pwd
import subprocess
from pathlib import Path
from typing import Any

from launcher import Problem

FOLDERS = ("sites/assets", "logs", "config/pids")
APPS = ("frappe", "iso_qms")
FRAMEWORK = "frappe"
DEMO_SITE = "iso.localhost"


def apps(root: Path) -> list[str]:
    """The framework first, then our app, then any other app folder with a hooks.py."""
    found = {path.parent.parent.name for path in root.glob("apps/*/*/hooks.py")}
    first = [app for app in APPS if app in found]
    return first + sorted(found - set(first))


def make_folders(root: Path) -> None:
    for name in FOLDERS:
        (root / name).mkdir(parents=True, exist_ok=True)


def read_common(root: Path) -> dict[str, Any]:
    path = root / "sites" / "common_site_config.json"
    if not path.exists():
        return {}
    try:
        value: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise Problem(
            f"{path} line {error.lineno}: {error.msg}.", "mend the JSON, or remove it"
        ) from None
    return value


def write_common(root: Path, **values: Any) -> None:
    """Add keys that are missing; what an operator has set stays."""
    present = read_common(root)
    missing = {key: value for key, value in values.items() if key not in present}
    if not missing:
        return
    path = root / "sites" / "common_site_config.json"
    path.write_text(
        json.dumps({**present, **missing}, indent=1, sort_keys=True) + "\n", encoding="utf-8"
    )


def prepare(root: Path, default_site: str | None = None) -> None:
    """Make the folder a bench. As root, `bench` refuses to work unless a user is named."""
    make_folders(root)
    values = {"frappe_user": pwd.getpwuid(os.geteuid()).pw_name, "webserver_port": 8000}
    if default_site:
        values["default_site"] = default_site
    write_common(root, **values)
    check_user(root)
    listed = "\n".join(apps(root)) + "\n"
    path = root / "sites" / "apps.txt"
    if not path.exists() or path.read_text(encoding="utf-8") != listed:
        path.write_text(listed, encoding="utf-8")


def check_user(root: Path) -> None:
    """`bench` as root switches to frappe_user: it must be somebody."""
    name = read_common(root).get("frappe_user")
    try:
        pwd.getpwnam(str(name))
    except KeyError:
        raise Problem(
            f"frappe_user {name!r} in sites/common_site_config.json is no user of this machine.",
            'set it to the user who owns this folder, e.g. "root"',
        ) from None


def python(root: Path) -> Path:
    return root / "env" / "bin" / "python"


def command(root: Path, *arguments: str) -> list[str]:
    """The framework command that `bench` itself would run."""
    return [str(python(root)), "-m", "frappe.utils.bench_helper", FRAMEWORK, *arguments]


def run(root: Path, *arguments: str, quiet: bool = False, stdin: str = "") -> str:
    """Run a framework command; quiet keeps its output, which is shown when it fails."""
    done = subprocess.run(
        command(root, *arguments),
        cwd=root / "sites",
        input=stdin,
        text=True,
        check=False,
        stdout=subprocess.PIPE if quiet else None,
        stderr=subprocess.STDOUT if quiet else None,
    )
    if done.returncode:
        raise Problem(
            f"{done.stdout or ''}\nbench {' '.join(arguments[:4])} ended with code {done.returncode}.",
            "read the lines above; nothing else was changed",
        )
    return done.stdout or ""
