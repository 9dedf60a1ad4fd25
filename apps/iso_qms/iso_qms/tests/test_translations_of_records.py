"""Vietnamese is complete beside DocTypes: workspaces, cards, charts, reports, workflows."""

import ast
import json
import unittest
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from iso_qms.importers import service_text, step_text
from iso_qms.iso_review.inputs import TOPICS
from iso_qms.tests.test_translations import rows

APP = Path(__file__).parent.parent
MODULES = ("iso_procedures", "iso_audit", "iso_review")


def words_of_records() -> Iterator[str]:
	"""Names and labels of the records that ship beside DocTypes."""
	for kind in ("workspace", "number_card", "dashboard_chart", "report"):
		for path in APP.glob(f"*/{kind}/*/*.json"):
			record = json.loads(path.read_text("utf-8"))
			yield record.get("label") or record["name"]
			for table in ("links", "shortcuts", "number_cards", "quick_lists", "charts"):
				yield from (row.get("label") or "" for row in record.get(table) or [])


def words_of_workflows() -> Iterator[str]:
	"""States and actions."""
	for module in MODULES:
		for table in import_module(f"iso_qms.{module}.workflows").WORKFLOWS:
			yield from (state.state for state in table.states)
			yield from (step.action for step in table.transitions)


def words_of_report_columns() -> Iterator[str]:
	"""Labels given to the helpers of script reports; the helpers translate them."""
	for path in APP.glob("*/report/*/*.py"):
		for node in ast.walk(ast.parse(path.read_text("utf-8"))):
			if not isinstance(node, ast.Call) or getattr(node.func, "id", "") not in (
				"column",
				"link",
				"count",
			):
				continue
			if len(node.args) > 1 and isinstance(node.args[1], ast.Constant):
				yield str(node.args[1].value)


def words_of_importers() -> Iterator[str]:
	"""Notes that importers store, and the topics of a review."""
	yield from TOPICS.values()
	for name in ("NO_STEPS", "TEXT_BEFORE", "NO_TEXT", "REPEATED", "MISSING"):
		yield getattr(step_text, name)
	yield from (service_text.NO_UNIT, service_text.NO_FIGURE, service_text.DIFFERS)


class TestTranslationsOfRecords(unittest.TestCase):
	def test_every_word_has_a_row(self) -> None:
		"""No card, report, state or column is shown in English to a Vietnamese clerk."""
		known = {row[0] for row in rows()}
		needed = {
			*words_of_records(),
			*words_of_workflows(),
			*words_of_report_columns(),
			*words_of_importers(),
		}

		self.assertEqual([], sorted(word for word in needed - known if word))
