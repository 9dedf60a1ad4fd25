"""Decides the commands of the clock: start it, pause it, ask for its state, queue what it would start."""

from __future__ import annotations

import json

import click

from ristretto.cli.sites import each_site, get_site, open_site, pass_context, site_context
from ristretto.context import AttrDict, Context
from ristretto.document import get_doc
from ristretto.jobs import scheduler
from ristretto.jobs.rhythm import frequency_of

STATES = ["pause", "resume", "disable", "enable", "status"]


@click.command("enable-scheduler")
@pass_context
def enable_scheduler(obj: AttrDict) -> None:
    "Enable scheduler"
    for name in each_site(obj):
        _switch(name, 1)


@click.command("disable-scheduler")
@pass_context
def disable_scheduler(obj: AttrDict) -> None:
    "Disable scheduler"
    for name in each_site(obj):
        _switch(name, 0)


def _switch(name: str, value: int) -> None:
    with site_context(name) as context:
        doc = get_doc("System Settings")
        doc.enable_scheduler = value
        doc.save()
        context.db.commit()
    click.echo(f"{'Enabled' if value else 'Disabled'} for {name}")


@click.command("scheduler")
@click.option("--site", help="site name")
@click.argument("state", type=click.Choice(STATES))
@click.option(
    "--format", "-f", "form", default="text", type=click.Choice(["json", "text"]), help="Of status"
)
@click.option("--verbose", "-v", is_flag=True, help="Say why the clock does not run")
@pass_context
def control_scheduler(
    obj: AttrDict, state: str, form: str, verbose: bool, site: str | None
) -> None:
    "Control scheduler state"
    name = site or str(get_site(obj))
    if state in ("enable", "disable"):
        _switch(name, int(state == "enable"))
    elif state in ("pause", "resume"):
        open_site(name).save_conf(pause_scheduler=1 if state == "pause" else None)
        click.echo(f"Scheduler is {state}d for site {name}")
    else:
        _tell_state(name, form, verbose)


def _tell_state(name: str, form: str, verbose: bool) -> None:
    with site_context(name) as context:
        reasons = _reasons(context)
    state = "disabled" if reasons else "enabled"
    if form == "json":
        click.echo(json.dumps({name: state, **({"reasons": reasons} if verbose else {})}))
        return
    click.echo(f"Scheduler is {state} for site {name}")
    for reason in reasons if verbose else ():
        click.echo(f"  {reason}")


def _reasons(context: Context) -> list[str]:
    """What stops the clock; empty while it runs."""
    found = [
        f"{key} is set in the configuration"
        for key in ("maintenance_mode", "pause_scheduler", "disable_scheduler")
        if context.conf.get(key)
    ]
    if scheduler.is_paused() and not found:
        found = ["System Settings: Enable Scheduled Jobs is off"]
    return found


@click.command("trigger-scheduler-event", help="Trigger a scheduler event")
@click.argument("event")
@pass_context
def trigger_scheduler_event(obj: AttrDict, event: str) -> None:
    for name in each_site(obj):
        with site_context(name) as context:
            found = turns_of(event)
            if not found:
                raise click.ClickException(f"No scheduled work is called {event}")
            queued = sum(scheduler.enqueue(turn) for turn in found)
            context.db.commit()
            click.echo(f"{name}: {queued} jobs are queued")


def turns_of(event: str) -> list[scheduler.Turn]:
    """Scheduled work of a rhythm (`daily`), of one cron line, or one method by its name."""
    every = scheduler.turns(with_stopped=True)
    frequency = frequency_of(event)
    found = [turn for turn in every if turn.frequency == frequency or turn.cron_format == event]
    named = [t for t in every if event in (t.name, t.method, t.method.rpartition(".")[2])]
    return found or named


commands = [enable_scheduler, disable_scheduler, control_scheduler, trigger_scheduler_event]
