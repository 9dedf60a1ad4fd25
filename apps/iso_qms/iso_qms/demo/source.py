"""Reads the folder of sample data and says, with place and remedy, what is wrong with it.

Reads only; what the texts mean is decided by the modules that write the records.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import frappe
from frappe import _

LINES = ("agencies", "services")
TEXTS = ("people", "offices", "procedures", "audits", "reviews")


@dataclass(frozen=True)
class Source:
	"""The files of the folder: two lists of records and five documents of texts."""

	agencies: list[dict]
	services: list[dict]
	people: dict
	offices: dict
	procedures: dict
	audits: dict
	reviews: dict


def read_source(folder: str | Path) -> Source:
	"""Everything in `folder`; raises ValidationError naming the file and the line."""
	folder = Path(folder)
	found = {name: _read_lines(folder / f"{name}.jsonl") for name in LINES}
	found.update({name: _read_document(folder / f"{name}.json") for name in TEXTS})
	return Source(**found)


def _read_lines(path: Path) -> list[dict]:
	lines = _read(path).splitlines()
	return [
		_parse(line, path, number) for number, line in enumerate(lines, start=1) if line.strip()
	]


def _read_document(path: Path) -> dict:
	return _parse(_read(path), path, 1)


def _parse(text: str, path: Path, first_line: int) -> dict:
	try:
		return json.loads(text)
	except json.JSONDecodeError as error:
		frappe.throw(_("{0}, line {1}: {2}").format(path, first_line + error.lineno - 1, error.msg))


def _read(path: Path) -> str:
	if not path.is_file():
		frappe.throw(_("{0} is missing. Give the folder of the sample province.").format(path))
	return path.read_text(encoding="utf-8")
