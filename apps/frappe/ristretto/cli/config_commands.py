"""Decides the commands that read and write configuration."""

from __future__ import annotations

import json
from typing import Any

import click

from ristretto.cli.sites import each_site, open_site, pass_context, sites_path
from ristretto.cli.tables import draw
from ristretto.context import AttrDict
from ristretto.context.site import load_conf
from ristretto.site import config


@click.command("set-config")
@click.argument("key")
@click.argument("value")
@click.option("--global", "-g", "is_global", is_flag=True, help="Set value in bench config")
@click.option("--parse", "-p", "as_literal", is_flag=True, help="Evaluate as Python object")
@pass_context
def set_config(obj: AttrDict, key: str, value: str, is_global: bool, as_literal: bool) -> None:
    "Insert/Update a value in site_config.json"
    parsed = config.parse_value(value, as_literal=as_literal)
    if is_global:
        config.set_value(config.common_path(sites_path()), key, parsed)
        return
    for name in each_site(obj):
        open_site(name)
        config.set_value(config.site_config_path(sites_path(), name), key, parsed)


@click.command("show-config")
@click.option("--format", "-f", "style", type=click.Choice(["text", "json"]), default="text")
@pass_context
def show_config(obj: AttrDict, style: str) -> None:
    "Print configuration file to STDOUT in specified format"
    found: dict[str, dict[str, Any]] = {}
    for name in each_site(obj):
        open_site(name)
        found[name] = dict(config.flatten(load_conf(sites_path(), name)))
        if style == "text":
            if len(obj.sites) > 1:
                click.secho(f"\nSite {name}", fg="yellow")
            click.echo(draw([("Config", "Value"), *found[name].items()]))
    if style == "json":
        click.echo(json.dumps(found, indent=1, sort_keys=True))


commands = [set_config, show_config]
