"""One server over a site with the app, and a key for each person, for all foreign clients."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import desk_server
import frappe
import pytest
from desk_world import DeskWorld, build
from launcher import clients
from ristretto.db import pool
from ristretto.db.connect import connected
from site_fixtures import copy_sites

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60


@dataclass(frozen=True)
class Stage:
    """Where the server answers, and what the clients may use there."""

    url: str
    world: DeskWorld
    keys: dict[str, tuple[str, str]]

    def environment(self, person: str, folder: Path) -> dict[str, str]:
        """Variables that tell a client where to go, as whom, and where it may keep things."""
        key, secret = self.keys[person]
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "SITE_URL": self.url,
            "SITE_USER": self.world.users[person],
            "SITE_PASSWORD": self.world.password,
            "SITE_KEY": key,
            "SITE_SECRET": secret,
            "AGENCY": self.world.agencies["a"],
            "OTHER_AGENCY": self.world.agencies["b"],
            "PROCEDURE": self.world.procedures[0],
        }


Run = Callable[..., dict[str, Any]]


@pytest.fixture(scope="session")
def stage(app_template_sites: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    clients.ensure(ROOT)
    site = copy_sites(app_template_sites, tmp_path_factory.mktemp("clients"))
    world = build(site)
    with connected(site, mode="write") as context:
        keys = {person: make_key(world.users[person]) for person in ("a.secretary", "admin")}
        context.db.commit()
    pool.close_all()
    server = desk_server.start(site.sites_path, tmp_path_factory.mktemp("log") / "server.log")
    yield Stage(server.url, world, keys)
    server.stop()


def make_key(user: str) -> tuple[str, str]:
    """An API key and its secret, as the person's own page gives them."""
    document: Any = frappe.get_doc("User", user)
    secret = frappe.generate_hash(length=15)
    document.update({"api_key": frappe.generate_hash(length=15), "api_secret": secret})
    document.save()
    return str(document.api_key), secret


@pytest.fixture(scope="session")
def walk(stage: Stage, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """`walk("a.secretary", "node", "walk.mjs")` → what the program printed: step → result."""

    def run(person: str, *command: str | Path) -> dict[str, Any]:
        folder = tmp_path_factory.mktemp("client")
        done = subprocess.run(
            [str(part) for part in command],
            cwd=folder,
            env=stage.environment(person, folder),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
            stdin=subprocess.DEVNULL,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    return run
