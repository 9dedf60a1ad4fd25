"""Importing services: idempotent, every bad line named, the rest imported."""

import gzip
import json
import tempfile
from pathlib import Path
from unittest.mock import patch

import frappe
from frappe.tests.utils import FrappeTestCase

from iso_qms.importers.drafts import draft_procedures
from iso_qms.importers.services import (
	ImportResult,
	_import_line,
	ascii_code,
	import_services,
	read_lines,
)
from iso_qms.tests.factories import make_agency
from iso_qms.tests.quality import make_service

SERVICE = "ISO Administrative Service"


def line(code: str = "8.000001", **values: str) -> str:
	"""One line of a file to import."""
	return json.dumps(
		{
			"ma_thu_tuc": code,
			"ten_thu_tuc": "Đăng ký thử nghiệm",
			"cap_thuc_hien": "Cấp xã",
			"linh_vuc": "Lĩnh vực thử nghiệm",
			"trinh_tu_thuc_hien": "Bước 1: Nộp hồ sơ\nBước 2: Trả kết quả",
			"cach_thuc_thuc_hien": "Mô tảTrực tiếp3 Ngày làm việcMiễn phí",
			"thanh_phan_ho_so": "Tờ khai1 bản chính",
			**values,
		}
	)


class TestImportServices(FrappeTestCase):
	def take(self, *lines: str) -> ImportResult:
		"""Import lines without the commit of a whole file."""
		result = ImportResult()
		for number, text in enumerate(lines, start=1):
			_import_line(number, text, result)
		return result

	def test_line_becomes_a_service_with_steps(self):
		"""Title, limit, papers and steps are read; the field is made."""
		self.take(line())
		service = frappe.get_doc(SERVICE, "8.000001")

		self.assertEqual((service.time_limit, service.time_unit), (3, "Working Days"))
		self.assertEqual([row.step_name for row in service.steps], ["Nộp hồ sơ", "Trả kết quả"])
		self.assertEqual(service.service_field, "linh-vuc-thu-nghiem")
		self.assertEqual((service.steps_status, service.at_commune), ("Read", 1))

	def test_second_run_changes_nothing(self):
		"""The same line twice: nothing is written, not even the time of change."""
		self.take(line("8.000002"))
		before = frappe.db.get_value(SERVICE, "8.000002", "modified")
		result = self.take(line("8.000002"))

		self.assertEqual((result.created, result.updated, result.unchanged), (0, 0, 1))
		self.assertEqual(frappe.db.get_value(SERVICE, "8.000002", "modified"), before)

	def test_changed_line_keeps_steps_entered_by_hand(self):
		"""The source may change the title, not the steps that a person wrote."""
		self.take(line("8.000003"))
		service = frappe.get_doc(SERVICE, "8.000003")
		service.set("steps", [{"step_no": 1, "step_name": "Bước của tỉnh"}])
		service.steps_status = "Entered by Hand"
		service.save()
		self.take(line("8.000003", ten_thu_tuc="Tên mới"))
		service.reload()

		self.assertEqual(
			(service.title, service.steps[0].step_name), ("Tên mới", "Bước của tỉnh")
		)

	def test_imported_service_belongs_to_the_province(self):
		"""An agency that entered a national code first does not keep it for itself."""
		make_service(tthc_code="8.000020", agency=make_agency().name)
		self.take(line("8.000020"))

		self.assertFalse(frappe.db.get_value(SERVICE, "8.000020", "agency"))

	def test_bad_lines_are_named_and_the_rest_goes_on(self):
		"""Each bad line has its number and a reason; the good line between them is imported."""
		result = self.take(
			"{",
			"[]",
			line("8.00"),
			line("8.000004"),
			line("8.000005", ten_thu_tuc=" "),
			'{"ma_thu_tuc": 5}',
		)

		self.assertEqual(result.created, 1)
		self.assertEqual([number for number, _reason in result.failed], [1, 2, 3, 5, 6])
		self.assertTrue(all(reason for _number, reason in result.failed))

	def test_text_without_steps_is_kept_and_listed(self):
		"""What cannot be read stays in the record and appears in the result, on every run."""
		text = line("8.000006", trinh_tu_thuc_hien="Người dân nộp hồ sơ.")
		first, second = self.take(text), self.take(text)

		self.assertEqual([row[:2] for row in first.unparsed], [("8.000006", "Not Read")])
		self.assertEqual(first.unparsed, second.unparsed)
		self.assertEqual(
			frappe.db.get_value(SERVICE, "8.000006", "sequence_text"), "Người dân nộp hồ sơ."
		)

	def test_drafts_for_an_agency_are_made_once(self):
		"""A commune gets drafts of what communes carry out, and no second one."""
		self.take(line("8.000007"), line("8.000008", cap_thuc_hien="Cấp bộ"))
		agency = make_agency(level="Commune").name
		codes = ["8.000007", "8.000008"]

		self.assertEqual(draft_procedures(agency, codes), 1)
		self.assertEqual(draft_procedures(agency, codes), 0)
		draft = frappe.get_doc("ISO Procedure", {"agency": agency})
		self.assertEqual(
			(draft.service, draft.workflow_state, len(draft.steps)), ("8.000007", "Draft", 2)
		)

	def test_unknown_agency_is_refused(self):
		"""Drafts are made for an agency that exists."""
		with self.assertRaises(frappe.DoesNotExistError):
			draft_procedures("KHONG-CO", [])

	def test_plain_and_compressed_files_are_read(self):
		"""Blank lines are skipped and the numbers stay those of the file."""
		with tempfile.TemporaryDirectory() as folder:
			plain, packed = Path(folder, "a.jsonl"), Path(folder, "a.jsonl.gz")
			plain.write_text("x\n\ny\n", encoding="utf-8")
			packed.write_bytes(gzip.compress(plain.read_bytes()))

			self.assertEqual([number for number, _text in read_lines(plain)], [1, 3])
			self.assertEqual(list(read_lines(plain)), list(read_lines(packed)))

	def test_codes_of_fields_are_ascii(self):
		"""Accents go, and long names stay apart."""
		self.assertEqual(ascii_code("Hộ tịch – Đất đai"), "ho-tich-dat-dai")
		self.assertNotEqual(ascii_code("a" * 150 + "b"), ascii_code("a" * 150 + "c"))

	def test_whole_file_is_imported_and_drafted(self):
		"""A file with a bad line: counts, reasons and drafts in one result."""
		agency = make_agency(level="Commune").name
		with tempfile.TemporaryDirectory() as folder, patch.object(frappe.db, "commit"):
			path = Path(folder, "a.jsonl")
			path.write_text(
				"\n".join([line("8.000010"), "no", line("8.000011")]), encoding="utf-8"
			)
			result = import_services(path, agency)

		self.assertEqual((result.created, result.drafted), (2, 2))
		self.assertEqual([number for number, _reason in result.failed], [2])
