"""Decides the commands that look at background work: what waits, who works, what the clock would start."""

from __future__ import annotations

from collections import Counter

import click

from ristretto.cli.sites import each_site, open_site, pass_context, site_context
from ristretto.context import AttrDict, current
from ristretto.jobs import outbox, scheduler

JOBS = "ristretto_job"


@click.command("trigger-scheduler-event", help="Trigger a scheduler event")
@click.argument("event")
@pass_context
def trigger_scheduler_event(obj: AttrDict, event: str) -> None:
    for name in each_site(obj):
        with site_context(name) as context:
            found = methods_of(event)
            if not found:
                raise click.ClickException(f"No method runs at {event}")
            for method in found:
                outbox.enqueue(method)
                context.db.commit()
            click.echo(f"{name}: {len(found)} jobs are queued")


def methods_of(event: str) -> list[str]:
    """Methods of a rhythm (`daily`, `cron` lines too), or one method named in full."""
    events = current().site.get_hooks("scheduler_events", {})
    wanted = {event: events[event]} if event in events else {}
    found = [each.method for each in scheduler.declared(wanted)]
    every = [each.method for each in scheduler.declared(events)]
    return found or [each for each in every if each == event or each.split(".")[-1] == event]


@click.command("doctor")
@click.option("--site", help="site name")
@pass_context
def doctor(obj: AttrDict, site: str | None) -> None:
    "Get diagnostic info about background workers"
    for name in [site] if site else each_site(obj):
        with site_context(name):
            click.echo(f"{name}: scheduler {'paused' if scheduler.is_paused() else 'runs'}")
            for status, count in sorted(by_status().items()):
                click.echo(f"  {status}: {count}")


def by_status() -> Counter[str]:
    """{status: jobs}."""
    rows = current().db.execute(f"SELECT `status`, COUNT(*) FROM `{JOBS}` GROUP BY `status`")
    return Counter(dict(rows))


@click.command("show-pending-jobs")
@click.option("--site", help="site name")
@pass_context
def show_pending_jobs(obj: AttrDict, site: str | None) -> None:
    "Get diagnostic info about background jobs"
    for name in [site] if site else each_site(obj):
        with site_context(name):
            waiting = Counter(pending())
            click.echo(f"{name}: {sum(waiting.values())} pending")
            for (queue, method), count in sorted(waiting.items()):
                click.echo(f"  {queue}: {method} × {count}")


def pending() -> list[tuple[str, str]]:
    """(queue, method) of every job that waits."""
    rows = current().db.execute(f"SELECT `queue`, `method` FROM `{JOBS}` WHERE `status` = 'queued'")
    return [(str(queue), str(method)) for queue, method in rows]


@click.command("purge-jobs")
@click.option("--site", help="site name")
@click.option("--queue", default=None, help="Only this queue: short, default or long")
@click.option("--event", default=None, help="Only methods of this scheduler event")
@pass_context
def purge_jobs(obj: AttrDict, site: str | None, queue: str | None, event: str | None) -> None:
    "Purge any pending periodic tasks, if event option is not given, it will purge everything for the site"
    for name in [site] if site else each_site(obj):
        with site_context(name) as context:
            methods = methods_of(event) if event else None
            sql = f"DELETE FROM `{JOBS}` WHERE `status` = 'queued'"
            values: list[str] = []
            if queue:
                sql, values = sql + " AND `queue` = ?", [queue]
            if methods is not None:
                sql += f" AND `method` IN ({', '.join('?' * len(methods)) or 'NULL'})"
                values += methods
            count = context.db.rowcount(sql, values)
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


commands = [trigger_scheduler_event, doctor, show_pending_jobs, purge_jobs, worker_pool]
