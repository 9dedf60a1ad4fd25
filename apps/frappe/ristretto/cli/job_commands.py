"""Decides the commands that look at background work: what waits, who works, what the clock would start."""

from __future__ import annotations

from collections import Counter

import click

from ristretto.cli.scheduler_commands import turns_of
from ristretto.cli.sites import each_site, open_site, pass_context, site_context
from ristretto.context import AttrDict
from ristretto.jobs import redis_queue, registry, scheduler, workers


@click.command("doctor")
@click.option("--site", help="site name")
@pass_context
def doctor(obj: AttrDict, site: str | None) -> None:
    "Get diagnostic info about background workers"
    for name in [site] if site else each_site(obj):
        with site_context(name):
            click.echo(f"{name}: scheduler {'paused' if scheduler.is_paused() else 'runs'}")
            click.echo(f"  queue: {_queue_state()}")
            click.echo(f"  workers: {len(workers.working())}")
            for status, count in sorted(registry.by_status().items()):
                click.echo(f"  {status}: {count}")


def _queue_state() -> str:
    if not redis_queue.is_used():
        return "in the site's database"
    if not redis_queue.has_packages():
        return "RQ on Redis, whose packages are not installed: env/bin/pip install -r requirements-redis.lock"
    return "RQ on Redis" if redis_queue.answers() else "RQ on Redis, which does not answer"


@click.command("show-pending-jobs")
@click.option("--site", help="site name")
@pass_context
def show_pending_jobs(obj: AttrDict, site: str | None) -> None:
    "Get diagnostic info about background jobs"
    for name in [site] if site else each_site(obj):
        with site_context(name):
            waiting = Counter(registry.pending())
            click.echo(f"{name}: {sum(waiting.values())} pending")
            for (queue, method), count in sorted(waiting.items()):
                click.echo(f"  {queue}: {method} × {count}")


@click.command("purge-jobs")
@click.option("--site", help="site name")
@click.option("--queue", default=None, help="Only this queue: short, default or long")
@click.option("--event", default=None, help="Only methods of this scheduler event")
@pass_context
def purge_jobs(obj: AttrDict, site: str | None, queue: str | None, event: str | None) -> None:
    "Purge any pending periodic tasks, if event option is not given, it will purge everything for the site"
    for name in [site] if site else each_site(obj):
        with site_context(name) as context:
            methods = [turn.method for turn in turns_of(event)] if event else None
            count = registry.purge(queue, methods)
            context.db.commit()
            click.echo(f"{name}: purged {count} jobs")


@click.command("worker-pool")
@click.option("--queue", help="Comma separated queues; all without it")
@click.option("--num-workers", type=int, default=2, help="Number of workers to spawn in pool.")
@click.option("--quiet", is_flag=True, default=False, help="Hide Log Outputs")
@click.option("--burst", is_flag=True, default=False, help="End when nothing is left to do")
@pass_context
def worker_pool(
    obj: AttrDict, queue: str | None, num_workers: int, quiet: bool, burst: bool
) -> None:
    "Start several background workers"
    import subprocess
    import sys

    module = ["-m", "frappe.utils.bench_helper", "frappe"]
    sites = ["--site", obj.sites[0]] if len(obj.sites or ()) == 1 else []
    for name in obj.sites or ():
        open_site(name)
    options = [*(["--queue", queue] if queue else []), *(["--quiet"] if quiet else [])]
    options += ["--burst"] if burst else []
    started = [
        subprocess.Popen([sys.executable, *module, *sites, "worker", *options])
        for _number in range(num_workers)
    ]
    try:
        raise SystemExit(max(process.wait() for process in started))
    finally:
        for process in started:
            process.terminate()


commands = [doctor, show_pending_jobs, purge_jobs, worker_pool]
