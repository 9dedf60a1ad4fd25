"""Vietnamese is complete: every word that the app shows has one row in translations/vi.csv."""

import ast
import csv
import json
import re
import unittest
from collections.abc import Iterator
from pathlib import Path

from iso_qms.access.roles import ALL_ROLES

APP = Path(__file__).parent.parent
TABLE = APP / "translations" / "vi.csv"
SHOWN_PROPERTIES = ("label", "description")
SCRIPT_TEXT = re.compile(r"""\b__\(\s*(["'`])((?:\\.|(?!\1).)+)\1""")


def rows() -> list[list[str]]:
	"""All rows of the table."""
	with TABLE.open(encoding="utf-8", newline="") as handle:
		return list(csv.reader(handle))


def words_of_doctypes() -> Iterator[str]:
	"""Names, labels, descriptions and options of every DocType of the app."""
	for path in APP.glob("*/doctype/*/*.json"):
		record = json.loads(path.read_text("utf-8"))
		if not isinstance(record, dict) or record.get("doctype") != "DocType":
			continue
		yield record["name"]
		yield record.get("description") or ""
		for field in record["fields"]:
			yield from (field.get(name) or "" for name in SHOWN_PROPERTIES)
			if field["fieldtype"] == "Select":
				yield from (field.get("options") or "").split("\n")
		yield from (link.get("group") or "" for link in record.get("links", []))


def words_of_python() -> Iterator[str]:
	"""Literals given to `_()` in the app's code."""
	for path in APP.rglob("*.py"):
		for node in ast.walk(ast.parse(path.read_text("utf-8"))):
			if not isinstance(node, ast.Call) or getattr(node.func, "id", "") != "_":
				continue
			if node.args and isinstance(node.args[0], ast.Constant):
				yield str(node.args[0].value)


def words_of_scripts() -> Iterator[str]:
	"""Literals given to `__()` in form scripts."""
	for path in APP.rglob("*.js"):
		for match in SCRIPT_TEXT.finditer(path.read_text("utf-8")):
			yield match.group(2)


def needed() -> set[str]:
	"""Everything that must have a row; codes and numbers need none."""
	modules = (APP / "modules.txt").read_text("utf-8").splitlines()
	words = {*words_of_doctypes(), *words_of_python(), *words_of_scripts(), *modules, *ALL_ROLES}
	return {word for word in words if word and re.search(r"[A-Za-z]{2}", word)}


class TestTranslations(unittest.TestCase):
	def test_every_word_has_a_row(self) -> None:
		"""No label, option, role or message is shown in English to a Vietnamese clerk."""
		known = {row[0] for row in rows()}

		self.assertEqual([], sorted(needed() - known))

	def test_rows_are_sorted_unique_and_whole(self) -> None:
		"""One row for each source and DocType it is meant for, sorted, with as many places for values as the source."""
		sources = [(row[0], *row[2:]) for row in rows()]

		self.assertEqual(sorted(set(sources)), sources)
		for row in rows():
			self.assertTrue(row[1].strip(), row)
			places = re.compile(r"\{\d*\}")
			self.assertEqual(sorted(places.findall(row[0])), sorted(places.findall(row[1])), row[0])
