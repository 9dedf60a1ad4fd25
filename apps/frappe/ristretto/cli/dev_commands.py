"""Decides the commands that run code on a site: console, execute, request, patches, caches."""

from __future__ import annotations

import ast
import code
import json
import sys
from importlib import import_module
from typing import Any

import click

from ristretto.cli.sites import each_site, get_site, pass_context, site_context
from ristretto.context import AttrDict
from ristretto.errors import ValidationError


@click.command("console")
@click.option("--autoreload", is_flag=True, help="Accepted for compatibility")
@pass_context
def console(obj: AttrDict, autoreload: bool) -> None:
    "Start a Python console for a site; reads from standard input where it is not a terminal"
    with site_context(str(get_site(obj))) as context:
        context.flags.in_console = True
        apps = list(context.site.installed_apps)
        names: dict[str, Any] = {app: import_module(app) for app in apps}
        banner = f"Apps in this namespace:\n{', '.join(apps)}\n"
        if sys.stdin.isatty():
            code.interact(banner=banner, local=names, exitmsg="")
        else:
            click.echo(banner)
            run_lines(sys.stdin.read(), names)


def run_lines(source: str, names: dict[str, Any]) -> None:
    """Statement by statement, as if typed: values of expressions are shown, the first error ends it."""
    for statement in ast.parse(source).body:
        single = ast.Interactive([statement])
        exec(compile(single, "<console>", "single"), names)


@click.command("execute")
@click.argument("method")
@click.option("--args", help="List of positional arguments, e.g. \"['a', 1]\"")
@click.option("--kwargs", help="Dict of keyword arguments, e.g. \"{'a': 1}\"")
@pass_context
def execute(obj: AttrDict, method: str, args: str | None, kwargs: str | None) -> None:
    "Execute a method on a site, with args and kwargs"
    positional = _literal("--args", args, [])
    if not isinstance(positional, list | tuple):
        positional = [positional]
    named = _literal("--kwargs", kwargs, {})
    for name in each_site(obj):
        with site_context(name) as context:
            answer = resolve(method)(*positional, **named)
            context.db.commit()
            if answer:
                click.echo(json.dumps(answer, default=str, ensure_ascii=False))


def _literal(option: str, text: str | None, empty: Any) -> Any:
    """A Python or JSON literal; a bare word is itself, as `--args name`."""
    if not text:
        return empty
    for read in (ast.literal_eval, json.loads):
        try:
            return read(text)
        except (ValueError, SyntaxError):
            continue
    if option == "--args" and text.replace(".", "").replace("_", "").isalnum():
        return [text]
    raise ValidationError(f"{option} is not a Python literal: {text!r}")


def resolve(path: str) -> Any:
    """The object behind a dotted path: as much of it as imports, then attributes (`frappe.db.count`)."""
    parts = path.split(".")
    for length in range(len(parts) - 1, 0, -1):
        module_name = ".".join(parts[:length])
        try:
            found: Any = import_module(module_name)
        except ModuleNotFoundError as error:
            if error.name and module_name.startswith(error.name):
                continue
            raise
        for attribute in parts[length:]:
            if not hasattr(found, attribute):
                raise ValidationError(f"{path}: {module_name} has no {attribute!r}")
            found = getattr(found, attribute)
        return found
    raise ValidationError(f"{path}: no module named {parts[0]!r}")


@click.command("request")
@click.option("--args", help="Arguments like `?cmd=ping&a=b` or /api/request/method?run=1")
@click.option("--path", help="Path to a JSON file with form_dict")
@pass_context
def request(obj: AttrDict, args: str | None, path: str | None) -> None:
    "Run a request as an admin"
    from urllib.parse import parse_qsl

    for name in each_site(obj):
        with site_context(name) as context:
            if path:
                with open(path, encoding="utf-8") as source:
                    form = json.load(source)
            else:
                form = dict(parse_qsl((args or "").partition("?")[2]))
            command = form.pop("cmd", None) or (args or "").partition("?")[0].rsplit("/", 1)[-1]
            answer = resolve(command)(**form)
            context.db.commit()
            click.echo(json.dumps(answer, default=str, ensure_ascii=False))


@click.command("run-patch")
@click.argument("module")
@click.option("--force", is_flag=True)
@pass_context
def run_patch(obj: AttrDict, module: str, force: bool) -> None:
    "Run a particular patch"
    from ristretto.site import patches

    for name in each_site(obj):
        with site_context(name):
            patches.run(module, force=force or obj.force)


@click.command("clear-cache")
@pass_context
def clear_cache(obj: AttrDict) -> None:
    "Clear cache, doctype cache and defaults"
    from ristretto.db import metas

    for name in each_site(obj):
        with site_context(name) as context:
            import_module("frappe").clear_cache()
            metas.clear()
            context.db.commit()


commands = [console, execute, request, run_patch, clear_cache]
