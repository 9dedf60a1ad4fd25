"""Two servers and a job process over one site, with a probe app that says what each of them sees."""

from __future__ import annotations

import json
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import running_processes
from running_processes import PROBE, Running
from site_fixtures import SITE_NAME, make_template

collect_ignore = ["process_probe"]
SLOW = ["process_probe.views.spin", "process_probe.views.sleep", "process_probe.views.write_and_spin"]


@pytest.fixture(scope="session")
def probe_sites(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """sites/ with the probe app. Never write to it: copy it."""
    sys.path.insert(0, str(PROBE))
    return make_template(tmp_path_factory.mktemp("probe"), "process_probe")


@pytest.fixture(scope="module")
def module_sites(probe_sites: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy(probe_sites, tmp_path_factory.mktemp("processes") / "sites")


@pytest.fixture
def own_sites(probe_sites: Path, tmp_path: Path) -> Path:
    """A site for one test that kills or breaks things."""
    return copy(probe_sites, tmp_path / "sites")


def copy(template: Path, sites: Path) -> Path:
    shutil.copytree(template, sites)
    configure(sites, slow_methods=SLOW, http_timeout=3)
    return sites


def configure(sites: Path, **values: object) -> None:
    path = sites / SITE_NAME / "site_config.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **values}))


@dataclass
class House:
    """Two servers of one site; the first has the job process with it."""

    first: Running
    second: Running


@pytest.fixture(scope="module")
def house(module_sites: Path) -> Iterator[House]:
    first = running_processes.serve(module_sites, "--with-worker")
    try:
        second = running_processes.serve(module_sites)
        for each in (first, second):
            each.sign_in()
        yield House(first, second)
        second.stop()
    finally:
        first.stop()


@pytest.fixture
def server(own_sites: Path) -> Iterator[Running]:
    """One server of its own site, signed in."""
    running = running_processes.serve(own_sites)
    running.sign_in()
    yield running
    running.stop(signal.SIGKILL)


Start = Callable[..., Running]


@pytest.fixture
def start(own_sites: Path) -> Iterator[Start]:
    """Start commands on one site; all are gone after the test."""
    started: list[Running] = []

    def begin(*arguments: str, **options: dict[str, str]) -> Running:
        run = running_processes.serve if arguments[0] == "serve" else running_processes.start
        given = arguments[1:] if arguments[0] == "serve" else arguments
        running = run(own_sites, *given, **options)
        started.append(running)
        return running

    yield begin
    for running in started:
        running.stop(signal.SIGKILL)
