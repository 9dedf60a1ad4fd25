"""Imports administrative procedures in bulk from JSON Lines (plain or .gz), one procedure a line.

Idempotent: a line whose fingerprint is stored changes nothing; a changed line updates what comes
from the source and leaves steps entered by hand. A bad line is reported with its number and reason
and the rest goes on. Committed in batches, so that a broken run continues where it stopped.
"""

import gzip
import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import frappe
from frappe import _

from iso_qms.importers.service_text import clean, read_papers, read_result, read_time_limit
from iso_qms.importers.step_text import NOT_READ, READ, read_steps
from iso_qms.iso_procedures.doctype.iso_administrative_service.iso_administrative_service import (
	TTHC_CODE,
)

BATCH = 100
BY_HAND = "Entered by Hand"
SERVICE = "ISO Administrative Service"


class BadLineError(ValueError):
	"""A line that holds no usable procedure."""


@dataclass
class ImportResult:
	"""Counts and lists of a run. failed: (line number, reason). unparsed: (code, status, note)."""

	created: int = 0
	updated: int = 0
	unchanged: int = 0
	drafted: int = 0
	failed: list[tuple[int, str]] = field(default_factory=list)
	unparsed: list[tuple[str, str, str]] = field(default_factory=list)


def import_services(path: str | Path, agency: str | None = None) -> ImportResult:
	"""Import every line of `path`; with `agency`, also draft its procedures."""
	from iso_qms.importers.drafts import draft_procedures

	result = ImportResult()
	done: list[str] = []
	for number, line in read_lines(path):
		code = _import_line(number, line, result)
		if code:
			done.append(code)
		if number % BATCH == 0:
			# Each batch is safe on its own: a run that breaks off goes on from here.
			frappe.db.commit()
	if agency:
		result.drafted = draft_procedures(agency, done)
	frappe.db.commit()
	return result


def read_lines(path: str | Path) -> Iterator[tuple[int, str]]:
	"""(number from 1, text) of the lines that are not blank."""
	path = Path(path)
	read = gzip.open if path.suffix == ".gz" else open
	with read(path, "rt", encoding="utf-8") as lines:
		for number, line in enumerate(lines, start=1):
			if line.strip():
				yield number, line


def _import_line(number: int, line: str, result: ImportResult) -> str | None:
	frappe.db.savepoint("service_line")
	try:
		source = parse_line(line)
		_store(source, result)
	except (BadLineError, frappe.ValidationError, frappe.NameError) as error:
		frappe.db.rollback(save_point="service_line")
		frappe.clear_messages()
		result.failed.append((number, str(error)))
		return None
	return source["ma_thu_tuc"]


def parse_line(line: str) -> dict:
	"""The procedure of one line; raises BadLineError with the reason."""
	try:
		source = json.loads(line)
	except json.JSONDecodeError as error:
		raise BadLineError(_("not JSON: {0}").format(error)) from error
	if not isinstance(source, dict):
		raise BadLineError(_("not an object with fields"))
	wrong = [
		key for key, value in source.items() if value is not None and not isinstance(value, str)
	]
	if wrong:
		raise BadLineError(_("not text: {0}").format(", ".join(sorted(wrong))))
	if not TTHC_CODE.fullmatch(source.get("ma_thu_tuc") or ""):
		raise BadLineError(
			_("ma_thu_tuc is not a code like 1.001193: {0}").format(source.get("ma_thu_tuc"))
		)
	if not (source.get("ten_thu_tuc") or "").strip():
		raise BadLineError(_("ten_thu_tuc is empty"))
	return source


def fingerprint(source: dict) -> str:
	"""The same for the same published content, whatever the order of its keys."""
	text = json.dumps(source, sort_keys=True, ensure_ascii=False)
	return hashlib.sha256(text.encode()).hexdigest()


def _store(source: dict, result: ImportResult) -> None:
	code, mark = source["ma_thu_tuc"], fingerprint(source)
	stored = frappe.db.get_value(
		SERVICE, code, ["source_hash", "steps_status", "steps_note"], as_dict=True
	)
	if stored and stored.source_hash == mark:
		result.unchanged += 1
		_list_unparsed(result, code, stored.steps_status, stored.steps_note)
		return
	doc = frappe.get_doc(SERVICE, code) if stored else frappe.new_doc(SERVICE)
	by_hand = bool(stored) and stored.steps_status == BY_HAND and bool(doc.steps)
	doc.update(_fields(source))
	doc.source_hash = mark
	if not by_hand:
		_set_steps(doc, source)
	doc.set("components", [])
	for paper in read_papers(source.get("thanh_phan_ho_so")):
		doc.append(
			"components",
			{
				"component_name": paper.name,
				"originals": paper.originals,
				"copies": paper.copies,
			},
		)
	doc.save()
	result.updated += bool(stored)
	result.created += not stored
	_list_unparsed(result, code, doc.steps_status, doc.steps_note)


def _fields(source: dict) -> dict:
	limit = read_time_limit(source.get("cach_thuc_thuc_hien"))
	names, codes = read_result(source.get("ket_qua_xu_ly"))
	return {
		"tthc_code": source["ma_thu_tuc"],
		# A published procedure is everybody's, also when one agency had entered it for itself.
		"agency": None,
		"title": " ".join(source["ten_thu_tuc"].split()),
		"service_field": ensure_field(source.get("linh_vuc"), source.get("ministry")),
		"decision_no": source.get("so_quyet_dinh"),
		"executing_level": source.get("cap_thuc_hien"),
		"ministry": source.get("ministry"),
		"time_limit": limit.amount,
		"time_unit": limit.unit,
		"time_note": _say(limit.note) if limit.note else "",
		"fees": limit.fees,
		"result": names,
		"result_code": codes,
		"applicants": source.get("doi_tuong_thuc_hien"),
		"executing_agency": source.get("co_quan_thuc_hien"),
		"conditions": clean(source.get("yeu_cau_dieu_kien")),
		"legal_basis": clean(source.get("can_cu_phap_ly")),
		"source_url": source.get("detail_url"),
		"sequence_text": source.get("trinh_tu_thuc_hien"),
		"submission_text": source.get("cach_thuc_thuc_hien"),
		"components_text": source.get("thanh_phan_ho_so"),
	}


def _set_steps(doc, source: dict) -> None:
	reading = read_steps(source.get("trinh_tu_thuc_hien"))
	doc.steps_status = reading.status
	doc.steps_note = "; ".join(
		_say(template).format(*values) for template, values in reading.notes
	)
	doc.set("steps", [])
	for step in reading.steps:
		doc.append(
			"steps",
			{
				"branch": step.branch,
				"step_no": step.number,
				"step_name": step.name,
				"description": step.text,
			},
		)


def _say(message: str) -> str:
	"""Notes are stored, so they are in the language of the site, not of the person."""
	return _(message, lang=frappe.db.get_single_value("System Settings", "language") or "vi")


def _list_unparsed(result: ImportResult, code: str, status: str, note: str | None) -> None:
	if status not in (READ, BY_HAND):
		result.unparsed.append((code, status or NOT_READ, note or ""))


def ensure_field(name: str | None, ministry: str | None) -> str:
	"""Code of the field called `name`, made when new; accents and punctuation do not count."""
	name = " ".join((name or _("Other")).split())[:200]
	code = ascii_code(name)
	if not frappe.db.exists("ISO Service Field", code):
		frappe.get_doc(
			doctype="ISO Service Field", field_code=code, field_name=name, ministry=ministry
		).insert()
	return code


def ascii_code(text: str, length: int = 100) -> str:
	"""Lower-case letters and digits joined by hyphens: "Hộ tịch" becomes "ho-tich"."""
	plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
	plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
	code = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
	if len(code) <= length:
		return code
	# Long names are cut; a short fingerprint keeps two of them apart.
	return code[: length - 9].rstrip("-") + "-" + hashlib.sha256(code.encode()).hexdigest()[:8]
