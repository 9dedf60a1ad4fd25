"""Decides the order of steps behind each command of `./iso`: check first, install what is missing, then work."""

from __future__ import annotations

import argparse
import os
import subprocess
from pathlib import Path

from launcher import (
    backups,
    bench,
    browser,
    checks,
    clients,
    demo,
    desk,
    environment,
    export,
    mariadb,
    newsite,
    serve,
    suites,
    system,
    systemd,
    updating,
)
from launcher import lint as linters

Arguments = argparse.Namespace
NO_CHROMIUM = "no Chromium: ./iso test --install"


def prepare(root: Path, *, tests: bool = False, default_site: str | None = None) -> None:
    """Everything that any command needs: a bench with its packages and a built desk."""
    checks.before_install(root)
    bench.prepare(root, default_site)
    environment.ensure(root, tests=tests)
    desk.ensure(root)


def run(root: str, arguments: Arguments) -> int:
    place = Path(root)
    checks.check_port(arguments.host, arguments.port)
    prepare(place, default_site=arguments.site)
    if arguments.site == bench.DEMO_SITE or not (place / "sites" / arguments.site).exists():
        demo.ensure(place, arguments.site)
    return serve.foreground(place, arguments.site, arguments.host, arguments.port)


def new(root: str, arguments: Arguments) -> int:
    prepare(Path(root))
    newsite.make(Path(root), arguments.site, arguments.agency, arguments.password_file)
    return 0


def test(root: str, arguments: Arguments) -> int:
    place = Path(root)
    prepare(place, tests=True)
    if arguments.install:
        system.install(place)
    if not arguments.suites or "api" in arguments.suites:
        clients.ensure(place)
    wants_browser = not arguments.suites or "browser" in arguments.suites
    chromium = browser.ensure(place) if wants_browser else None
    without = {} if chromium or not wants_browser else {"browser": NO_CHROMIUM}
    if not arguments.suites or set(suites.ON_MARIADB) & set(arguments.suites):
        reason = mariadb.ensure(place)
        without |= dict.fromkeys(suites.ON_MARIADB, reason) if reason else {}
    names = tuple(arguments.suites)
    wanted = suites.Wanted(names, arguments.words, everything=arguments.all, chromium=chromium)
    return suites.run(place, wanted, without)


def benchmark(root: str, arguments: Arguments) -> int:
    """In a process of its own: it imports what env/ holds."""
    place = Path(root)
    prepare(place)
    command = [str(bench.python(place)), "-m"]
    if arguments.beside_slow:
        command += ["benchmarks.beside_slow"]
    elif arguments.reports:
        command += ["benchmarks.million"]
    else:
        command += ["benchmarks", "--seconds", str(arguments.seconds)]
        command += ["--full"] if arguments.full else ["--procedures", str(arguments.procedures)]
        command += [*(["--mariadb"] if arguments.mariadb else []), "--only", arguments.only]
    variables = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(command, cwd=root, env=variables, check=False).returncode


def lint(root: str, _arguments: Arguments) -> int:
    place = Path(root)
    checks.before_install(place)
    bench.prepare(place)
    environment.ensure(place, tests=True)
    return linters.run(place)


def export_app(root: str, arguments: Arguments) -> int:
    """Needs git only: nothing is installed for it."""
    export.make(Path(root), arguments.app, Path(arguments.folder).expanduser().resolve())
    return 0


def update(root: str, arguments: Arguments) -> int:
    """The software itself is installed in the course of it."""
    if arguments.undo:
        updating.undo(Path(root))
    else:
        updating.run(Path(root), fetch=not arguments.no_fetch, to=arguments.to)
    return 0


def backup(root: str, arguments: Arguments) -> int:
    backups.all_sites(Path(root), arguments.keep)
    return 0


def service(root: str, arguments: Arguments) -> int:
    systemd.write(Path(root), Path(arguments.folder), arguments.user, arguments.port)
    return 0


def setup(root: str, arguments: Arguments) -> int:
    prepare(Path(root), tests=arguments.tests)
    return 0
