"""frappectl signs in through our OAuth server: code with PKCE in a browser, tokens in a keyring, and out again."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from launcher import clients
from running_processes import free_port

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PROCEDURE = "ISO Procedure"
Program = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def terminal() -> Iterator[int]:
    """Something that the program takes for a person's terminal."""
    keyboard, screen = os.openpty()
    yield screen
    os.close(keyboard)
    os.close(screen)


@pytest.fixture
def frappectl(stage: Any, tmp_path: Path, terminal: int) -> Program:
    """The program with a desktop round it: no key and no password in its environment but the browser's."""
    python = clients.python(ROOT)
    given = stage.environment("a.secretary", tmp_path)
    desktop = {
        "BROWSER": f"{python} {HERE / 'stand_ins.py'} %s &",
        "PYTHON_KEYRING_BACKEND": "stand_ins.FileKeyring",
        "PYTHONPATH": str(HERE),
    }

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(python.with_name("frappectl")), *arguments],
            cwd=tmp_path,
            env={**given, **desktop},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            stdin=terminal,
        )

    return run


def register(stage: Any, address: str) -> str:
    """A public client, made over REST by the person who keeps the system."""
    key, secret = stage.keys["admin"]
    values = {
        "app_name": "frappectl",
        "scopes": "all openid",
        "redirect_uris": address,
        "default_redirect_uri": address,
        "grant_type": "Authorization Code",
        "response_type": "Code",
    }
    answer = requests.post(
        f"{stage.url}/api/resource/OAuth Client",
        json=values,
        headers={"Authorization": f"token {key}:{secret}"},
        timeout=20,
    )
    assert answer.status_code == 200, answer.text
    return str(answer.json()["data"]["name"])


def test_it_signs_in_and_out(frappectl: Program, stage: Any, tmp_path: Path) -> None:
    """The tokens are the person's, read and write what the person may, and end with the sign-out."""
    port = free_port()
    client = register(stage, f"http://127.0.0.1:{port}/callback")
    login = ("--name", "office", "--description", "x", "--writable", "--oauth")
    done = frappectl(
        "auth", "login", stage.url, *login, "--client-id", client, "--oauth-port", str(port)
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"as {stage.world.users['a.secretary']}" in " ".join(done.stderr.split())

    kept = json.loads(json.loads((tmp_path / "keyring.json").read_text())["frappectl office"])
    assert status_with(stage, kept["access_token"]) == 200
    rows = frappectl("--json", "doc", "list", PROCEDURE, "--all", "--fields", "name")
    assert {row["name"] for row in json.loads(rows.stdout)} == set(stage.world.procedures)
    foreign = ("--set", f"agency={stage.world.agencies['b']}", "--set", "title=x")
    assert frappectl("doc", "create", PROCEDURE, *foreign).returncode == 1

    assert frappectl("auth", "logout", "office").returncode == 0
    assert status_with(stage, kept["access_token"]) == 401, "a copy of the token ends with it"


def status_with(stage: Any, token: str) -> int:
    headers = {"Authorization": f"Bearer {token}"}
    path = "/api/method/frappe.auth.get_logged_user"
    return int(requests.get(f"{stage.url}{path}", headers=headers, timeout=20).status_code)
