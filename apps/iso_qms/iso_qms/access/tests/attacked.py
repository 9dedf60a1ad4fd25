"""The agency that the attack tests aim at: a procedure of B, each part holding the secret."""

from typing import Any

import frappe

from iso_qms.access import roles
from iso_qms.access.tests.attack import call
from iso_qms.access.tests.province import ProvinceTestCase
from iso_qms.tests.factories import as_user, make_user

SECRET = "Bimat4711"
DOCTYPE = "ISO Procedure"
Row = tuple[str, dict[str, Any]]


class AttackTestCase(ProvinceTestCase):
	"""A procedure of B with all that can hang on one, each part holding the secret."""

	@classmethod
	def setUpClass(cls) -> None:
		super().setUpClass()
		frappe.db.set_value("ISO Department", cls.department_b, "department_name", SECRET)
		cls.colleague_b = make_user(cls.b, roles.OFFICER, full_name=SECRET)
		procedure = cls.make_procedure(
			cls, cls.b, title=SECRET, steps=[{"step_no": 1, "step_name": SECRET}]
		)
		procedure.objective = SECRET
		procedure.save()
		cls.procedure = procedure.name
		cls.step = procedure.steps[0].name
		cls.comment = procedure.add_comment("Comment", SECRET).name
		cls.todo = cls.insert(
			doctype="ToDo",
			description=SECRET,
			reference_type=DOCTYPE,
			reference_name=procedure.name,
			allocated_to=cls.secretary_b,
		).name
		cls.file = cls.insert(
			doctype="File",
			file_name=f"{SECRET.lower()}.txt",
			attached_to_doctype=DOCTYPE,
			attached_to_name=procedure.name,
			is_private=1,
			content=SECRET,
		)
		with as_user(cls.secretary_b):
			call("frappe.desk.doctype.tag.tag.add_tag", tag="gấp", dt=DOCTYPE, dn=procedure.name)

	@classmethod
	def insert(cls, **values: Any) -> Any:
		"""A new record, made by Administrator."""
		return frappe.get_doc(values).insert()

	def filled(self, args: dict[str, Any]) -> dict[str, Any]:
		"""The arguments with the records of B put in."""
		known = {
			"name": self.procedure,
			"department": self.department_b,
			"user": self.secretary_b,
			"file_url": self.file.file_url,
		}
		return {
			key: value.format(**known) if isinstance(value, str) else value
			for key, value in args.items()
		}
