"""Two servers and a job process over one site, with a probe app that says what each of them sees."""

from __future__ import annotations

import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import running_processes
from running_processes import PROBE, House, Running, Start, configure
from site_fixtures import make_template

collect_ignore = ["process_probe"]
SLOW = [
    "process_probe.views.spin",
    "process_probe.views.sleep",
    "process_probe.views.write_and_spin",
]


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
    configure(sites, slow_methods=SLOW, http_timeout=2)
    return sites


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
