"""Decides the commands that keep running: the web server, the worker, the clock."""

from __future__ import annotations

import os
import signal
import sys
import threading
from types import FrameType

import click

from ristretto.cli.sites import (
    each_site,
    get_site,
    open_site,
    pass_context,
    refuse_newer_site,
    sites_path,
)
from ristretto.context import AttrDict, Site
from ristretto.errors import DatabaseUnavailable, ValidationError


@click.command("serve")
@click.option("--port", default=8000, help="Port to listen on")
@click.option(
    "--host", default="127.0.0.1", help="Address to listen on; the stock command has 0.0.0.0"
)
@click.option("--workers", default=1, help="Processes for quick requests")
@click.option(
    "--with-worker", is_flag=True, default=False, help="Run background jobs and the clock too"
)
@click.option("--profile", is_flag=True, default=False, help="Accepted for compatibility")
@click.option(
    "--proxy", is_flag=True, default=False, help="Trust X-Forwarded-* of a proxy in front"
)
@click.option(
    "--noreload", "no_reload", is_flag=True, default=False, help="Accepted: nothing reloads"
)
@click.option(
    "--nothreading",
    "no_threading",
    is_flag=True,
    default=False,
    help="One thread for writes in each process",
)
@pass_context
def serve(
    obj: AttrDict,
    port: int,
    host: str,
    workers: int,
    with_worker: bool,
    profile: bool,
    proxy: bool,
    no_reload: bool,
    no_threading: bool,
) -> None:
    "Start the web server"
    from ristretto.cli.demo_password import refuse_open_demo
    from ristretto.cli.serving import PROXY, Settings, run_server

    site = get_site(obj, raise_err=False)
    if site:
        _begin(site)
    refuse_open_demo(sites_path(), host)
    if proxy:
        os.environ[PROXY] = "1"
    threads = 1 if no_threading else 2
    sys.exit(run_server(Settings(sites_path(), site, host, port, workers, threads, with_worker)))


def _begin(name: str) -> Site:
    """The site, unless newer software has used it. A database that is away may come back: each request asks anew."""
    site = open_site(name)
    try:
        return refuse_newer_site(site)
    except DatabaseUnavailable as error:
        click.secho(f"{name} is started without its database: {error}", fg="yellow", err=True)
        return site


def _until_stopped() -> threading.Event:
    """Set by Ctrl-C or kill, so that a running job ends before the process does."""
    stop = threading.Event()

    def end(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    return stop


@click.command("worker")
@click.option("--queue", help="Queues to work on, separated by commas; all when missing")
@click.option("--quiet", is_flag=True, default=False, help="Hide log outputs")
@click.option("--burst", is_flag=True, default=False, help="Stop when nothing is left to do")
@click.option("--rq-username", help="Accepted: the address of Redis holds it")
@click.option("--rq-password", help="Accepted: the address of Redis holds it")
@click.option("--strategy", help="Accepted: jobs run in the order they were queued")
@pass_context
def worker(
    obj: AttrDict,
    queue: str | None,
    quiet: bool,
    burst: bool,
    rq_username: str | None,
    rq_password: str | None,
    strategy: str | None,
) -> None:
    "Run background jobs"
    from ristretto.jobs.service import work_forever

    queues = tuple(name.strip() for name in (queue or "").split(",") if name.strip())
    sites = [_begin(name) for name in obj.sites or _all_sites()]
    stop = _until_stopped()
    if not quiet:
        click.echo(f"Working for {', '.join(site.name for site in sites) or 'no site'}")
    work_forever(sites, stop, queues, burst=burst)


@click.command("schedule")
@pass_context
def schedule(obj: AttrDict) -> None:
    "Start scheduler process"
    from ristretto.jobs.service import tick_forever

    sites = [_begin(name) for name in obj.sites or _all_sites()]
    tick_forever(sites, _until_stopped())


def _all_sites() -> list[str]:
    from ristretto.site.config import site_names

    return site_names(sites_path())


@click.command("set-maintenance-mode")
@click.argument("state", type=click.Choice(["on", "off"]))
@pass_context
def set_maintenance_mode(obj: AttrDict, state: str) -> None:
    "Put the site in maintenance mode for upgrades."
    if not obj.sites:
        raise ValidationError("Please specify --site sitename")
    for name in each_site(obj):
        open_site(name).save_conf(maintenance_mode=1 if state == "on" else 0)


commands = [
    serve,
    worker,
    schedule,
    set_maintenance_mode,
]
