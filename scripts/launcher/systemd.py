"""Decides what systemd runs: the server with jobs and clock, and a backup every night. It starts nothing."""

from __future__ import annotations

import os
import pwd
import re
import sys
from pathlib import Path

from launcher import Problem, say

TEMPLATES = Path("config") / "systemd"
BLANK = re.compile(r"@(\w+)@")


def write(root: Path, folder: Path, user: str | None, port: int) -> None:
    """Write the units into a folder. Raises Problem for an unknown account or a folder that is none."""
    account = known(user) if user else pwd.getpwuid(root.stat().st_uid).pw_name
    if not 0 < port < 65536:
        raise Problem(f"{port} is not a port.", "--port takes a number from 1 to 65535")
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        raise Problem(f"Nothing can be written into {folder}.", f"sudo {root}/iso service {folder}")
    if " " in str(root) or "%" in str(root):
        raise Problem(
            f"systemd takes no spaces or % in {root}.", "move the folder, e.g. to /opt/iso"
        )
    values = {"root": str(root), "user": account, "port": str(port), "python": sys.executable}
    names = []
    for template in sorted((root / TEMPLATES).iterdir()):
        text = BLANK.sub(lambda match: values[match[1]], template.read_text(encoding="utf-8"))
        (folder / template.name).write_text(text, encoding="utf-8")
        names.append(template.name)
    say(f"written into {folder}: {', '.join(names)} (account {account})")
    say("sudo systemctl daemon-reload && sudo systemctl enable --now iso.service iso-backup.timer")


def known(user: str) -> str:
    try:
        return pwd.getpwnam(user).pw_name
    except KeyError:
        raise Problem(
            f"{user!r} is no account of this machine.", f"sudo useradd --system {user}"
        ) from None
