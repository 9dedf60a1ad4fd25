"""Decides the commands around upgrades and tests: a new patch file, readiness, part of the tests, a notebook."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click

from ristretto.cli.sites import each_site, get_site, pass_context, site_context
from ristretto.context import AttrDict, current, scrub

PATCH = '''"""{title}"""

from __future__ import annotations

import frappe


def execute() -> None:
    frappe.reload_doc("{module}", "doctype", "{doctype}")
'''


@click.command("create-patch")
@click.option("--app", prompt="App")
@click.option("--doctype", prompt="DocType that the patch is about")
@click.option("--name", prompt="File name of the patch")
@click.option("--title", prompt="What it does, in one sentence")
@pass_context
def create_patch(obj: AttrDict, app: str, doctype: str, name: str, title: str) -> None:
    "Creates a new patch file and names it in patches.txt"
    with site_context(str(get_site(obj))) as context:
        found = context.db.execute("SELECT `module` FROM `tabDocType` WHERE `name` = ?", (doctype,))
        if not found:
            raise click.ClickException(f"There is no DocType {doctype}")
        package = Path(current().site.app_path(app))
        path = write_patch(
            package, scrub(found[0][0]), doctype, scrub(name).removesuffix(".py"), title
        )
    click.echo(f"{path} is named in {package / 'patches.txt'}")


def write_patch(package: Path, module: str, doctype: str, name: str, title: str) -> Path:
    """The file under the module's folder of patches; never over another."""
    folder = package / module / "doctype" / scrub(doctype) / "patches"
    path = folder / f"{name}.py"
    if path.exists():
        raise click.ClickException(f"{path} exists already")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "__init__.py").touch()
    text = PATCH.format(title=title, module=module, doctype=scrub(doctype))
    path.write_text(text, encoding="utf-8")
    dotted = ".".join(path.with_suffix("").relative_to(package.parent).parts)
    listed = package / "patches.txt"
    content = listed.read_text(encoding="utf-8") if listed.exists() else ""
    listed.write_text(f"{content.rstrip()}\n{dotted}\n".lstrip("\n"), encoding="utf-8")
    return path


@click.command("ready-for-migration")
@click.option("--site", help="site name")
@pass_context
def ready_for_migration(obj: AttrDict, site: str | None) -> None:
    "Says whether jobs are still waiting or running; exit code 1 when there are"
    busy = False
    for name in [site] if site else each_site(obj):
        with site_context(name) as context:
            rows = context.db.execute(
                "SELECT COUNT(*) FROM `ristretto_job` WHERE `status` IN ('queued', 'started')"
            )
        waiting = int(rows[0][0])
        busy = busy or waiting > 0
        state = (
            f"NOT READY for migration: {waiting} jobs wait or run"
            if waiting
            else "ready for migration"
        )
        click.echo(f"{name}: {state}")
    if busy:
        sys.exit(1)


@click.command("run-parallel-tests")
@click.option("--app", help="For App", default="frappe")
@click.option("--build-number", type=int, help="Build number", default=1)
@click.option("--total-builds", type=int, help="Total number of builds", default=1)
@click.option("--with-coverage", is_flag=True, help="Accepted for compatibility")
@click.option("--use-orchestrator", is_flag=True, help="Refused: it belongs to another service")
@click.option("--dry-run", is_flag=True, default=False, help="Only show which files would run")
@pass_context
def run_parallel_tests(
    obj: AttrDict,
    app: str,
    build_number: int,
    total_builds: int,
    with_coverage: bool,
    use_orchestrator: bool,
    dry_run: bool,
) -> None:
    "Run one share of an app's test files"
    if use_orchestrator:
        raise click.ClickException(
            "There is no orchestrator: give --build-number and --total-builds"
        )
    name = str(get_site(obj))
    with site_context(name) as context:
        modules = test_modules(Path(context.site.app_path(app)))
    chosen = modules[build_number - 1 :: total_builds]
    click.echo(f"{len(chosen)} of {len(modules)} test files of {app}")
    for module in chosen if dry_run else ():
        click.echo(module)
    command = [
        sys.executable,
        "-m",
        "frappe.utils.bench_helper",
        "frappe",
        "--site",
        name,
        "run-tests",
    ]
    environment = {**os.environ, "CI": "1"}
    codes = [
        subprocess.run([*command, "--module", module], check=False, env=environment).returncode
        for module in ([] if dry_run else chosen)
    ]
    sys.exit(max(codes, default=0))


def test_modules(package: Path) -> list[str]:
    """Dotted names of an app's test files."""
    return [
        ".".join(path.with_suffix("").relative_to(package.parent).parts)
        for path in sorted(package.rglob("test_*.py"))
    ]


@click.command("jupyter")
@pass_context
def jupyter(obj: AttrDict) -> None:
    "Start an interactive jupyter notebook, where Jupyter is installed"
    name = str(get_site(obj))
    with site_context(name) as context:
        folder = Path(context.site.path) / "jupyter_notebooks"
    program = Path(sys.executable).with_name("jupyter")
    if not program.exists():
        raise click.ClickException("Jupyter is missing: env/bin/pip install jupyter")
    folder.mkdir(exist_ok=True)
    click.echo(
        f"First lines of a notebook:\nimport frappe\nfrappe.init(site='{name}', sites_path='..')\nfrappe.connect()"
    )
    sys.exit(subprocess.run([str(program), "notebook", str(folder)], check=False).returncode)


commands = [create_patch, ready_for_migration, run_parallel_tests, jupyter]
