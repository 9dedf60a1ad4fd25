"""Decides the command run-tests: which tests of an app run, and when it may."""

from __future__ import annotations

import os
import sys
from typing import Any

import click

from ristretto.cli.sites import get_site, pass_context, site_context
from ristretto.context import AttrDict


@click.command("run-tests")
@click.option("--app", help="For App")
@click.option("--doctype", help="For DocType")
@click.option("--module-def", help="For all Doctypes in Module Def")
@click.option("--case", help="Select particular TestCase")
@click.option(
    "--doctype-list-path", help="Path to .txt file for list of doctypes: app/path/in/package"
)
@click.option("--test", "tests", multiple=True, help="Specific test")
@click.option("--module", help="Run tests in a module")
@click.option("--profile", is_flag=True, default=False)
@click.option("--coverage", is_flag=True, default=False, help="Accepted for compatibility")
@click.option("--skip-test-records", is_flag=True, default=False, help="Don't create test records")
@click.option(
    "--skip-before-tests", is_flag=True, default=False, help="Don't run before tests hook"
)
@click.option("--junit-xml-output", help="Destination file path for junit xml report")
@click.option(
    "--failfast",
    is_flag=True,
    default=False,
    help="Stop the test run on the first error or failure",
)
@pass_context
def run_tests(obj: AttrDict, **chosen: Any) -> None:
    "Run python unit-tests"
    from ristretto.cli import testing

    name = str(get_site(obj))
    with site_context(name) as context:
        if not (context.conf.allow_tests or os.environ.get("CI")):
            click.secho("Testing is disabled for the site!", bold=True)
            click.secho("You can enable tests by entering following command:")
            click.secho(f"bench --site {name} set-config allow_tests true", fg="green")
            return
        result = testing.run(testing.Wanted.from_options(obj, chosen))
        context.db.commit()
    # As on stock: the exit code speaks only where a machine listens.
    if os.environ.get("CI") and not result.wasSuccessful():
        sys.exit(1)


commands = [run_tests]
