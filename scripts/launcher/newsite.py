"""Decides what a site for real use must have before it exists: its owner's name and a strong password."""

from __future__ import annotations

import getpass
import json
import re
import sys
from pathlib import Path

from launcher import Problem, bench, say, step

SHORTEST = 10
COMMON = {"administrator", "password123", "quantri123", "1234567890", "admin12345", "matkhau123"}
HOST_NAME = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")


def weakness(password: str) -> str | None:
    """Why a password is too weak for Administrator; None when it is strong enough."""
    if len(password) < SHORTEST:
        return f"it has {len(password)} characters; {SHORTEST} are needed"
    if password.lower() in COMMON:
        return "it is among the first that anybody tries"
    kinds = sum(
        bool(re.search(pattern, password))
        for pattern in (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^A-Za-z0-9]")
    )
    if kinds < 3:
        return "it mixes fewer than three of: small letters, capitals, digits, signs"
    if len(set(password)) < 6:
        return "it repeats a few characters"
    return None


def check_name(site: str) -> None:
    if not HOST_NAME.fullmatch(site):
        raise Problem(f"{site!r} is no host name.", "use small letters, digits, dots and hyphens")


def make(root: Path, site: str, agency: str | None, password_file: str | None) -> None:
    """Ask for what is missing, then create the site and install the app."""
    check_name(site)
    if (root / "sites" / site).exists():
        raise Problem(
            f"sites/{site} exists already.", "choose another name, or: env/bin/bench drop-site"
        )
    owner = agency or ask("Province or agency (name as it is printed on documents): ")
    password = read_password(password_file)
    if reason := weakness(password):
        raise Problem(f"This password is refused: {reason}.", "choose a longer, more mixed one")
    with step(f"making {site}"):
        bench.run(
            root,
            "new-site",
            site,
            "--install-app",
            "iso_qms",
            "--admin-password-stdin",
            quiet=True,
            stdin=password,
        )
    # The name that the desk and mails show; the agencies themselves are entered or imported later.
    title = json.dumps(["System Settings", "app_name", owner])
    bench.run(
        root, "--site", site, "execute", "frappe.db.set_single_value", "--args", title, quiet=True
    )
    say(f"{site} is ready. Serve it: ./iso run --site {site}")
    say(f"Behind a web server: env/bin/bench --site {site} set-config host_name https://{site}")


def ask(question: str) -> str:
    if not sys.stdin.isatty():
        raise Problem("There is nobody to ask here.", "give --agency NAME and --password-file FILE")
    while not (answer := input(question).strip()):
        say("Please type a name.")
    return answer


def read_password(password_file: str | None) -> str:
    """Administrator's password, typed twice or read from a file."""
    if password_file:
        path = Path(password_file)
        if not path.is_file():
            raise Problem(f"{path} is not a file.", "write the password into it, on the first line")
        return (path.read_text(encoding="utf-8").splitlines() or [""])[0]
    if not sys.stdin.isatty():
        raise Problem("There is nobody to ask for a password here.", "give --password-file FILE")
    first = getpass.getpass("Administrator's password: ")
    if first != getpass.getpass("The same again: "):
        raise Problem("The two passwords differ.", "run ./iso new again")
    return first
