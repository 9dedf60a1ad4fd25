"""Commands that the app adds to `bench`."""

import csv
from pathlib import Path

import click
import frappe
from frappe.commands import get_site, pass_context
from frappe.utils import strip_html

from iso_qms.demo.load import load_demo
from iso_qms.importers.services import ImportResult, import_services

SHOWN = 20


@click.command("import-services")
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
@click.option(
	"--agency",
	help="Also draft procedures of this agency (its code) from the services it carries out.",
)
@click.option(
	"--report",
	type=click.Path(dir_okay=False),
	help="Write every line not imported or not read to a CSV file.",
)
@pass_context
def import_services_command(context, file: str, agency: str | None, report: str | None) -> None:
	"""Import administrative procedures from FILE: JSON Lines, plain or .gz."""
	frappe.init(site=get_site(context))
	frappe.connect()
	try:
		result = import_services(file, agency)
	finally:
		frappe.destroy()
	_print_result(result)
	if report:
		_write_report(result, Path(report))
	if result.failed:
		raise SystemExit(1)


def _print_result(result: ImportResult) -> None:
	click.echo(
		f"created {result.created}, updated {result.updated}, unchanged {result.unchanged}, "
		f"drafted procedures {result.drafted}, failed {len(result.failed)}, "
		f"steps not fully read {len(result.unparsed)}"
	)
	for number, reason in result.failed[:SHOWN]:
		click.echo(f"line {number}: {reason}", err=True)
	for code, status, note in result.unparsed[:SHOWN]:
		click.echo(f"{code}: {status}: {note}")
	hidden = max(len(result.failed) - SHOWN, 0) + max(len(result.unparsed) - SHOWN, 0)
	if hidden:
		click.echo(f"{hidden} more; --report FILE lists all")


def _write_report(result: ImportResult, path: Path) -> None:
	with path.open("w", encoding="utf-8", newline="") as file:
		writer = csv.writer(file)
		writer.writerow(["line", "code", "status", "note"])
		writer.writerows([number, "", "Failed", reason] for number, reason in result.failed)
		writer.writerows(["", *row] for row in result.unparsed)


@click.command("load-demo")
@click.argument("folder", type=click.Path(exists=True, file_okay=False))
@pass_context
def load_demo_command(context, folder: str) -> None:
	"""Load the sample province of FOLDER into an empty site, with accounts whose password is known."""
	frappe.init(site=get_site(context))
	frappe.connect()
	try:
		load_demo(folder, click.echo)
	except frappe.ValidationError as error:
		raise click.ClickException(strip_html(str(error))) from error
	finally:
		frappe.destroy()


commands = [import_services_command, load_demo_command]
