"""Decides which site a command works on and binds it for the length of a block."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from ristretto.context import AttrDict, Context, Site
from ristretto.db.connect import connected
from ristretto.site import newer
from ristretto.site.folders import is_site


class SiteNotSpecified(click.ClickException):
    """No --site, no FRAPPE_SITE, no default_site."""

    def __init__(self) -> None:
        super().__init__("Please specify --site sitename")


def sites_path() -> Path:
    """`bench` starts commands in sites/; SITES_PATH may say otherwise."""
    return Path(os.environ.get("SITES_PATH") or ".").resolve()


def pass_context(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the group's options as its first argument."""

    @click.pass_context
    @functools.wraps(function)
    def wrapped(ctx: click.Context, *args: Any, **kwargs: Any) -> Any:
        obj = AttrDict(ctx.obj or {})
        if not obj.profile:
            return function(obj, *args, **kwargs)
        return profiled(function, obj, *args, **kwargs)

    return wrapped


def profiled(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    import cProfile
    import pstats

    profiler = cProfile.Profile()
    try:
        return profiler.runcall(function, *args, **kwargs)
    finally:
        pstats.Stats(profiler).sort_stats("cumulative").print_stats(50)


def get_site(obj: AttrDict, raise_err: bool = True) -> str | None:
    """The one site of a command; the first where several were named."""
    if obj.sites:
        return str(obj.sites[0])
    if raise_err:
        raise SiteNotSpecified
    return None


def each_site(obj: AttrDict) -> list[str]:
    if not obj.sites:
        raise SiteNotSpecified
    return list(obj.sites)


def open_site(name: str) -> Site:
    """The handle of an existing site; otherwise one line and exit code 1."""
    path = sites_path()
    if not is_site(path / name):
        click.echo(f"Site {name} does not exist!")
        sys.exit(1)
    return Site(name, path)


def refuse_newer_site(site: Site) -> Site:
    """The same site; SiteIsNewer when newer software has used it."""
    with connected(site, holds_site=True) as context:
        newer.refuse_newer(context)
    return site


@contextmanager
def site_context(name: str, user: str = "Administrator") -> Iterator[Context]:
    """A connected context of a site; what the block did not commit is rolled back."""
    with connected(open_site(name), user, holds_site=True) as context:
        context.lang = context.conf.lang or "en"
        yield context
