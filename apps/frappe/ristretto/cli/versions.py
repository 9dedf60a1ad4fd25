"""Decides how versions are shown: a line or a row per app."""

from __future__ import annotations

import json

import click

from ristretto.cli.sites import sites_path
from ristretto.cli.tables import draw
from ristretto.site.apps import bench_apps
from ristretto.site.versions import branch_of, commit_of, version_of


@click.command("version")
@click.option(
    "--format",
    "-f",
    "style",
    type=click.Choice(["plain", "table", "json", "legacy"]),
    default="legacy",
    help="Output format",
)
def version(style: str) -> None:
    "Show the versions of all the installed apps"
    facts = [
        {"app": app, "version": version_of(app), "branch": branch_of(app), "commit": commit_of(app)}
        for app in sorted(bench_apps(sites_path()))
    ]
    if style == "json":
        click.echo(json.dumps(facts, indent=4))
    elif style == "table":
        heads = ("App", "Version", "Branch", "Commit")
        click.echo(draw([heads, *(tuple(fact.values()) for fact in facts)]))
    else:
        for fact in facts:
            text = "{app} {version}" if style == "legacy" else "{app} {version} {branch} ({commit})"
            click.echo(text.format(**fact))


commands = [version]
