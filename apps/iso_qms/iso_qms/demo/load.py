"""Loads the sample province: what comes after what, and when a load is refused or already done.

Every agency is its own transaction. The last one writes that the load is complete; the accounts
are published only then.
"""

import json
import random
from collections.abc import Callable
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import frappe
from frappe import _
from frappe.installer import update_site_config
from frappe.utils import now_datetime

from iso_qms.demo.acting import Acts
from iso_qms.demo.audits import make_audits
from iso_qms.demo.delegations import make_delegations
from iso_qms.demo.letters import make_letters
from iso_qms.demo.moments import OPENING_HOUR, Year
from iso_qms.demo.people import Office, make_offices, open_accounts
from iso_qms.demo.procedures import make_procedures
from iso_qms.demo.reviews import make_reviews
from iso_qms.demo.source import Source, read_source
from iso_qms.demo.structure import make_agencies, make_services, require_empty_site
from iso_qms.demo.tasks import make_tasks
from iso_qms.demo.world import Place, World

SEED = 9001
LOADED = "iso_demo_loaded"
ACCOUNTS_FILE = "demo_accounts.json"
ACCOUNTS_KEY = "demo_accounts"
STOPPED_DAYS = 183


def load_demo(folder: str | Path, tell: Callable[[str], None] = print) -> bool:
	"""Load the province of `folder` into this site; False when it is already there."""
	if frappe.defaults.get_global_default(LOADED):
		tell(_("The sample province is already loaded; nothing was changed."))
		return False
	require_empty_site()
	accounts = fill(read_source(folder), tell, frappe.db.commit)
	_publish(accounts)
	return True


def fill(
	source: Source, tell: Callable[[str], None], commit: Callable[[], None]
) -> list[dict[str, str]]:
	"""Write all records, with `commit` after each agency; the accounts with the known password."""
	# Stored sentences are in the language of the staff.
	lang, frappe.local.lang = frappe.local.lang, "vi"
	try:
		return _fill(source, tell, commit)
	finally:
		frappe.local.lang = lang


def _fill(
	source: Source, tell: Callable[[str], None], commit: Callable[[], None]
) -> list[dict[str, str]]:
	now = now_datetime().replace(microsecond=0)
	world = World(source, random.Random(SEED), Year(now), Acts())
	tell(_("{0} agencies").format(make_agencies(source)))
	tell(_("{0} administrative services").format(make_services(source)))
	beginning = datetime.combine(world.year.beginning, time(OPENING_HOUR))
	offices = make_offices(source, world.rng, beginning)
	accounts = open_accounts(source, offices)
	world.lent = _lent_auditor(offices)
	commit()
	for office in offices.values():
		if office.catalogue:
			before = world.acts.count
			_live(world, office, now)
			commit()
			tell(_("{0}: {1} acts").format(office.label, world.acts.count - before))
	make_delegations(world, offices)
	make_letters()
	make_tasks(world, offices)
	frappe.defaults.set_global_default(LOADED, now.date().isoformat())
	commit()
	return accounts


def _live(world: World, office: Office, now: datetime) -> None:
	"""The last fourteen months of one office; a stopped one ends half a year ago."""
	stopped = now - timedelta(days=STOPPED_DAYS)
	place = Place(world, office, stopped if office.pace == "stopped" else now)
	make_procedures(place)
	make_audits(place)
	make_reviews(place)


def _lent_auditor(offices: dict[str, Office]) -> tuple[str, str]:
	lenders = [office for office in offices.values() if "lent" in office.users]
	return lenders[0].staff["lent"], lenders[0].users["lent"]


def _publish(accounts: list[dict[str, Any]]) -> None:
	"""Mark the site as a demo: the sign-in page offers these, serving others is refused."""
	text = json.dumps(accounts, ensure_ascii=False, indent=1)
	Path(frappe.get_site_path(ACCOUNTS_FILE)).write_text(text + "\n", encoding="utf-8")
	public = [{key: row[key] for key in ("user", "password", "label")} for row in accounts]
	update_site_config(ACCOUNTS_KEY, public, validate=False)
