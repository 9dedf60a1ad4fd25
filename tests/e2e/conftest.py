"""One server, one browser and one signed-in state per person for all journeys."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import desk_server
import pytest
from desk_page import LAUNCH_FLAGS, Desk
from desk_server import DeskServer
from desk_world import DeskWorld, build
from launcher import desk as desk_build
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from ristretto.context import Site
from ristretto.db import pool
from site_fixtures import copy_sites

ROOT = Path(__file__).resolve().parents[2]
FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, Any]:
    """Tell `open_desk` whether the journey failed, so that it keeps pictures of the screens."""
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


@pytest.fixture(scope="session")
def e2e_site(app_template_sites: Path, tmp_path_factory: pytest.TempPathFactory) -> Site:
    return copy_sites(app_template_sites, tmp_path_factory.mktemp("e2e"))


@pytest.fixture(scope="session")
def world(e2e_site: Site) -> DeskWorld:
    """Built once; each journey makes records of its own in it."""
    world = build(e2e_site)
    pool.close_all()
    return world


@pytest.fixture(scope="session")
def server(
    e2e_site: Site, world: DeskWorld, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[DeskServer]:
    desk_build.ensure(ROOT)
    running = desk_server.start(e2e_site.sites_path, tmp_path_factory.mktemp("log") / "server.log")
    yield running
    running.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("ISO_CHROMIUM") or shutil.which("chromium")
    if not path:
        pytest.skip("no Chromium: ./iso test --install")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=LAUNCH_FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def signed_in(browser: Browser, server: DeskServer, world: DeskWorld) -> Callable[[str], object]:
    """`signed_in("a.secretary")` → the storage state of a session of that person, made once."""
    states: dict[str, object] = {}

    def state(key: str) -> object:
        if key not in states:
            context = browser.new_context(base_url=server.url)
            answer = context.request.post(
                "/api/method/login", form={"usr": world.users[key], "pwd": world.password}
            )
            assert answer.ok, answer.text()
            states[key] = context.storage_state()
            context.close()
        return states[key]

    return state


@pytest.fixture
def open_desk(
    browser: Browser,
    server: DeskServer,
    signed_in: Callable[[str], object],
    request: pytest.FixtureRequest,
    tmp_path: Path,
) -> Iterator[Callable[..., Desk]]:
    """`open_desk("a.head")` → that person's desk; "" is nobody. No screen may complain unexpectedly."""
    contexts: list[BrowserContext] = []
    desks: list[Desk] = []

    def make(key: str = "", width: int = 1366, height: int = 768) -> Desk:
        context = browser.new_context(
            base_url=server.url,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            viewport={"width": width, "height": height},
            storage_state=signed_in(key) if key else None,
            accept_downloads=True,
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        desks.append(Desk(context.new_page()))
        return desks[-1]

    yield make
    if request.node.stash.get(FAILED, False):
        for number, desk in enumerate(desks):
            desk.page.screenshot(path=str(tmp_path / f"{number}.png"))
        print(f"pictures of the failure: {tmp_path}\nserver: {server.log}")
    problems = [problem for desk in desks for problem in desk.problems()]
    for context in contexts:
        context.close()
    assert not problems, problems
