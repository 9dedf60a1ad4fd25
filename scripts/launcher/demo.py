"""Decides what `./iso run` finds behind the demo site: framework, app, sample province, known passwords."""

from __future__ import annotations

import json
from pathlib import Path

from launcher import Problem, bench, say, step

ADMIN_PASSWORD = "admin"
FIXTURES = "quang_ninh"
LOADER = "iso_qms.demo.load.load_demo"  # writes demo_accounts.json when it is done
UNFINISHED = "locks/demo_unfinished"


def ensure(root: Path, site: str) -> None:
    """Make the demo site; what an interrupted run left half made is made again."""
    folder = root / "sites" / site
    marker = folder / UNFINISHED
    if (folder / "site_config.json").exists() and not marker.exists():
        return
    if folder.exists() and not marker.exists():
        raise Problem(
            f"{folder} exists, but holds no site.", f"move it away: mv {folder} {folder}.old"
        )
    marker.parent.mkdir(parents=True, exist_ok=True)
    marker.touch()
    with step(f"making the demo site {site}"):
        bench.run(
            root,
            "new-site",
            site,
            "--admin-password",
            ADMIN_PASSWORD,
            "--install-app",
            "iso_qms",
            "--force",
            quiet=True,
        )
    marker.touch()
    folder_argument = json.dumps([str(root / "fixtures" / FIXTURES)])
    with step("filling it with the sample province"):
        bench.run(root, "--site", site, "execute", LOADER, "--args", folder_argument, quiet=True)
    bench.run(root, "--site", site, "set-config", "allow_tests", "1", quiet=True)
    marker.unlink()


def accounts(root: Path, site: str) -> list[dict[str, str]]:
    """Demo accounts as the loader wrote them, the commune's secretary first."""
    path = root / "sites" / site / "demo_accounts.json"
    if not path.exists():
        return []
    found: list[dict[str, str]] = json.loads(path.read_text(encoding="utf-8"))
    return found


def print_accounts(root: Path, site: str) -> None:
    """A line per account; a site for real use has none and prints nothing."""
    found = accounts(root, site)
    if not found:
        return
    found = [
        *found,
        {"user": "Administrator", "password": ADMIN_PASSWORD, "title": "quản trị hệ thống"},
    ]
    width = max(len(account["user"]) for account in found)
    secret = max(len(account["password"]) for account in found)
    say("\nDemo accounts:")
    for account in found:
        say(f"  {account['user']:{width}}  {account['password']:{secret}}  {account['title']}")
