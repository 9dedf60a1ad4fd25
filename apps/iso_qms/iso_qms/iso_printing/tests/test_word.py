"""Word files: what a template says, who may fill it, what it can never reach."""

import io
import zipfile

import frappe
from docx import Document as WordDocument

from iso_qms.iso_printing import qr, word
from iso_qms.tests.office_case import OfficeTestCase
from iso_qms.tests.quality import Office, make_procedure

TEXT = "Quy trình {{ title }} – {{ agency }} – {{ procedure_kind }}"
ESCAPES = (
	"{{ title.__class__.__mro__ }}",
	"{{ ''.__class__.__base__.__subclasses__() }}",
	"{{ steps.append(1) }}",
	"{{ cycler.__init__.__globals__ }}",
)


def word_file(*paragraphs: str) -> bytes:
	document = WordDocument()
	for text in paragraphs:
		document.add_paragraph(text)
	file = io.BytesIO()
	document.save(file)
	return file.getvalue()


def text_of(content: bytes) -> str:
	document = WordDocument(io.BytesIO(content))
	return "\n".join(paragraph.text for paragraph in document.paragraphs)


class TestWord(OfficeTestCase):
	def template(self, *paragraphs: str, content: bytes | None = None, **values) -> "frappe.Document":
		name = f"{frappe.generate_hash(length=8)}.docx"
		file = frappe.get_doc(
			{
				"doctype": "File",
				"file_name": name,
				"is_private": 1,
				"content": content if content is not None else word_file(*(paragraphs or (TEXT,))),
			}
		).insert()
		return frappe.get_doc(
			{
				"doctype": "ISO Word Template",
				"title": "Phiếu quy trình",
				"document_type": "ISO Procedure",
				"file": file.file_url,
				**values,
			}
		).insert()

	def download(self, template, name: str) -> bytes:
		word.download(template.name, name)
		return frappe.local.response.filecontent

	def test_a_record_is_filled(self) -> None:
		"""Vietnamese letters, links by title, choices in words; the file is named after the record."""
		procedure = make_procedure(self.office, title="Đăng ký & khai sinh <lưu động>")
		text = text_of(self.download(self.template(), procedure.name))
		agency = frappe.db.get_value("ISO Agency", procedure.agency, "agency_name")

		self.assertIn("Đăng ký & khai sinh <lưu động>", text)
		self.assertIn(agency, text)
		self.assertEqual(frappe.local.response.filename, f"{word.safe_name(procedure.name)}.docx")

	def test_rows_and_the_code(self) -> None:
		"""Rows of a child table follow each other; the code of the record is a picture in the file."""
		procedure = make_procedure(self.office)
		template = self.template("{% for row in steps %}{{ row.idx }}.{{ row.step_name }} {% endfor %}", "{{ qr }}")
		content = self.download(template, procedure.name)
		names = zipfile.ZipFile(io.BytesIO(content)).namelist()

		self.assertIn(f"1.{procedure.steps[0].step_name}", text_of(content))
		self.assertTrue([name for name in names if name.startswith("word/media/")])

	def test_several_records_are_one_archive(self) -> None:
		"""A file each, the same record once."""
		first, second = make_procedure(self.office), make_procedure(self.office)
		word.download_several(self.template().name, frappe.as_json([first.name, second.name, first.name]))
		archive = zipfile.ZipFile(io.BytesIO(frappe.local.response.filecontent))

		self.assertEqual(
			sorted(archive.namelist()),
			sorted(f"{word.safe_name(each.name)}.docx" for each in (first, second)),
		)
		with self.assertRaises(frappe.ValidationError):
			word.download_several(self.template().name, "[]")

	def test_nothing_of_python_is_reached(self) -> None:
		"""A template that tries is refused when it is saved or when it is filled."""
		procedure = make_procedure(self.office)
		for escape in ESCAPES:
			with self.subTest(escape), self.assertRaises(frappe.ValidationError):
				self.download(self.template(escape), procedure.name)

	def test_what_is_no_word_file_is_refused(self) -> None:
		"""Another kind of file, an archive without a document, and a broken place to fill."""
		empty = io.BytesIO()
		with zipfile.ZipFile(empty, "w") as archive:
			archive.writestr("readme.txt", "x")
		for content in (b"plain text", empty.getvalue(), word_file("{% for row in %}")):
			with self.assertRaises(frappe.ValidationError):
				self.template(content=content)
		with self.assertRaises(frappe.ValidationError):
			self.template(document_type="ISO Procedure Step")

	def test_other_agencies_are_closed(self) -> None:
		"""Neither another agency's record nor its template; the province's template is for everybody."""
		shared = self.template()
		other = Office()
		foreign = make_procedure(other)
		own = self.template(agency=other.agency)
		mine = make_procedure(self.office)
		frappe.set_user(self.office.user("secretary"))

		self.assertEqual([row.name for row in word.get_templates("ISO Procedure")], [shared.name])
		self.assertTrue(self.download(shared, mine.name))
		with self.assertRaises(frappe.PermissionError):
			self.download(shared, foreign.name)
		with self.assertRaises(frappe.PermissionError):
			self.download(own, mine.name)

	def test_a_switched_off_template(self) -> None:
		"""It is not offered and fills nothing."""
		template = self.template(enabled=0)

		self.assertEqual(word.get_templates("ISO Procedure"), [])
		with self.assertRaises(frappe.ValidationError):
			self.download(template, make_procedure(self.office).name)

	def test_the_code_leads_to_the_record(self) -> None:
		"""A picture for print formats whose address is the record's."""
		procedure = make_procedure(self.office)

		self.assertIn(procedure.name, qr.address_of(procedure))
		self.assertIn("data:image/png;base64,", qr.iso_qr(procedure))
		self.assertTrue(qr.png("x").startswith(b"\x89PNG"))
