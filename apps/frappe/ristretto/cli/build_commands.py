"""Decides the commands that put an app's public files where the web server finds them, and start new apps."""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path

import click

from ristretto.cli.packages import package_path
from ristretto.cli.sites import sites_path
from ristretto.context.site import load_conf
from ristretto.errors import ValidationError
from ristretto.site.app_frame import About, write_new
from ristretto.site.apps import bench_apps

APP_NAME = re.compile(r"[a-z][a-z0-9_]*")


@click.command("build")
@click.option("--app", help="Build assets for app")
@click.option("--apps", help="Build assets for these apps, separated by commas")
@click.option(
    "--hard-link", is_flag=True, default=False, help="Copy the files instead of linking the folders"
)
@click.option(
    "--production",
    is_flag=True,
    default=False,
    help="Accepted: the desk is always built for production",
)
@click.option(
    "--force", is_flag=True, default=False, help="Replace a folder that stands where a link belongs"
)
def build(
    app: str | None, apps: str | None, hard_link: bool, production: bool, force: bool
) -> None:
    "Compile JS and CSS source files"
    named = [app] if app else [each.strip() for each in (apps or "").split(",") if each.strip()]
    for each in named or bench_apps(sites_path()):
        if place := link_assets(sites_path(), each, copy=hard_link, force=force):
            click.echo(f"{place} → {each}/public")


def link_assets(sites: Path, app: str, *, copy: bool = False, force: bool = False) -> Path | None:
    """`sites/assets/<app>` for an app's public folder; None when the app has none."""
    source = package_path(app) / "public"
    if not source.is_dir():
        return None
    target = sites / "assets" / app
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.is_symlink() or target.is_file():
        target.unlink()
    elif target.is_dir():
        if not (force or copy):
            raise ValidationError(
                f"{target} is a folder of its own: bench build --force replaces it"
            )
        shutil.rmtree(target)
    if copy:
        shutil.copytree(source, target)
    else:
        target.symlink_to(source, target_is_directory=True)
    return target


@click.command("watch")
@click.option("--apps", help="Accepted: public files of apps are served as they lie there")
def watch(apps: str | None) -> None:
    "Serve the desk from its sources, so that a change is seen at once"
    desk = sites_path().parent / "desk"
    if not (desk / "package.json").is_file():
        raise ValidationError(
            "There are no sources of the desk here: nothing has to be watched. Public files of apps are served as they"
            " lie in their folders."
        )
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    npm = shutil.which("npm", path=path)
    if npm is None:
        raise ValidationError("npm was not found: ./iso setup installs Node where there is none")
    port = load_conf(sites_path(), "").webserver_port or 8000
    server = os.environ.get("DESK_SERVER") or f"http://127.0.0.1:{port}"
    os.chdir(desk)
    os.execve(npm, [npm, "run", "dev"], {**os.environ, "PATH": path, "DESK_SERVER": server})


@click.command("make-app")
@click.argument("destination", type=click.Path(path_type=Path))
@click.argument("app_name")
@click.option(
    "--no-git", is_flag=True, default=False, help="Do not initialize git repository for the app"
)
def make_app(destination: Path, app_name: str, no_git: bool) -> None:
    "Creates a boilerplate app"
    if not APP_NAME.fullmatch(app_name):
        raise ValidationError(
            f"{app_name!r} cannot be an app's name: use small letters, digits and _"
        )
    title = click.prompt("App Title", default=app_name.replace("_", " ").title())
    description = click.prompt("App Description", default=title)
    publisher = click.prompt("App Publisher", default="")
    email = click.prompt("App Email", default="")
    licence = click.prompt("App License", default="mit")
    write_new(destination, About(app_name, title, description, publisher, email, licence))
    click.echo(f"'{app_name}' created at {destination / app_name}")


commands = [build, make_app, watch]
