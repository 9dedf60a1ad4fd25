"""A Word file with places to fill: of the province when it names no agency, else of that agency alone."""

import io
import zipfile

import frappe
from docxtpl import DocxTemplate
from frappe import _
from frappe.model.document import Document
from jinja2.exceptions import TemplateError

from iso_qms.iso_printing.word import environment, throw_mistake

LARGEST = 10 * 1024 * 1024
LARGEST_UNPACKED = 100 * 1024 * 1024


class ISOWordTemplate(Document):
	def validate(self) -> None:
		meta = frappe.get_meta(self.document_type)
		if meta.istable or meta.issingle:
			frappe.throw(_("{0} has no records to print.").format(_(self.document_type)))
		self.validate_file()

	def validate_file(self) -> None:
		"""A Word file, not too large, whose places can be filled."""
		if not (self.file or "").lower().endswith(".docx"):
			frappe.throw(_("File: attach a Word file with the ending .docx."))
		content = self.get_file_content()
		if len(content) > LARGEST:
			frappe.throw(_("File: {0} MB at most.").format(LARGEST // 1024 // 1024))
		validate_archive(content)
		try:
			DocxTemplate(io.BytesIO(content)).get_undeclared_template_variables(environment())
		except TemplateError as error:
			throw_mistake(self.title, error)

	def get_file_content(self) -> bytes:
		"""The attached file, which the person who saves must be able to read."""
		found = frappe.get_all("File", filters={"file_url": self.file}, pluck="name", limit=1)
		if not found:
			frappe.throw(_("File: {0} was not found. Attach it again.").format(self.file))
		content = frappe.get_doc("File", found[0]).get_content()
		return content if isinstance(content, bytes) else content.encode()


def validate_archive(content: bytes) -> None:
	"""A Word file is an archive; one that unpacks to more than memory holds is refused before it is read."""
	try:
		with zipfile.ZipFile(io.BytesIO(content)) as archive:
			size = sum(each.file_size for each in archive.infolist())
			is_word = "word/document.xml" in archive.namelist()
	except zipfile.BadZipFile:
		is_word, size = False, 0
	if not is_word:
		frappe.throw(_("File: this is no Word file."))
	if size > LARGEST_UNPACKED:
		frappe.throw(_("File: it unpacks to more than {0} MB.").format(LARGEST_UNPACKED // 1024 // 1024))
