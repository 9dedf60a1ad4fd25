"""Makes procedures, audits and reviews for tests, and moves them through their workflows.

Call as Administrator; every factory answers a saved document. `move` acts as another person.
"""

from typing import Any

import frappe
from frappe.model.workflow import apply_workflow
from frappe.utils import add_days, nowdate

from iso_qms.iso_standards.seed import seed_standards
from iso_qms.tests.factories import as_user, make_agency, make_department, make_staff

STANDARD = "9001-2015"
PEOPLE = {
	"secretary": "ISO Secretary",
	"representative": "ISO Management Representative",
	"head": "ISO Head",
	"chief": "ISO Department Head",
	"officer": "ISO Officer",
	"lead": "ISO Lead Auditor",
	"auditor": "ISO Auditor",
}


class Office:
	"""An agency with two departments and one person per role, in `department` by default.

	The lead auditor and the auditor work in `other`, so that they may audit `department`.
	"""

	def __init__(self, **agency: Any) -> None:
		seed_standards()
		self.agency = make_agency(**agency).name
		self.department = make_department(self.agency).name
		self.other = make_department(self.agency).name
		self._staff: dict[str, Any] = {}

	def _home(self, key: str) -> str:
		return self.other if key in ("lead", "auditor") else self.department

	def person(self, key: str) -> str:
		"""The ISO Staff Member of a role."""
		return self._member(key).name

	def user(self, key: str) -> str:
		"""The account of a role."""
		return self._member(key).user

	def _member(self, key: str) -> Any:
		"""Made when a test first asks for the person, because accounts are slow to make."""
		if key not in self._staff:
			with as_user("Administrator"):
				self._staff[key] = make_staff(
					self.agency, PEOPLE[key], department=self._home(key)
				)
		return self._staff[key]


def move(doc: Any, action: str, user: str) -> Any:
	"""Apply a workflow action as `user`; the document as it is stored afterwards."""
	with as_user(user):
		apply_workflow(frappe.get_doc(doc.doctype, doc.name).as_json(), action)
	return frappe.get_doc(doc.doctype, doc.name)


def change(doc: Any, user: str, **values: Any) -> Any:
	"""Save `values` on a document as `user`; the document as it is stored afterwards."""
	with as_user(user):
		fresh = frappe.get_doc(doc.doctype, doc.name)
		fresh.update(values)
		fresh.save()
	return frappe.get_doc(doc.doctype, doc.name)


def make_service(**values: Any) -> Any:
	"""An administrative service that takes 5 working days."""
	if not frappe.db.exists("ISO Service Field", "ho-tich"):
		frappe.get_doc(
			doctype="ISO Service Field", field_code="ho-tich", field_name="Hộ tịch"
		).insert()
	number = int(frappe.generate_hash(length=5), 16) % 1_000_000
	return frappe.get_doc(
		{
			"doctype": "ISO Administrative Service",
			"tthc_code": f"9.{number:06}",
			"title": "Đăng ký khai sinh",
			"service_field": "ho-tich",
			"executing_level": "Cấp xã",
			"time_limit": 5,
			"time_unit": "Working Days",
			**values,
		}
	).insert()


def make_procedure(office: Office, by: str = "secretary", **values: Any) -> Any:
	"""A complete draft of an internal procedure, written by a person of the office."""
	with as_user(office.user(by)):
		return frappe.get_doc(
			{
				"doctype": "ISO Procedure",
				"agency": office.agency,
				"code": "QT-" + frappe.generate_hash(length=5).upper(),
				"title": "Quy trình tiếp công dân",
				"procedure_kind": "Internal",
				"department": office.department,
				"steps": [
					{
						"step_no": 1,
						"step_name": "Tiếp nhận",
						"responsible_role": "Công chức",
						"duration": 4,
					},
					{
						"step_no": 2,
						"step_name": "Ký",
						"responsible_role": "Chủ tịch",
						"duration": 2,
						"next_on_reject": 1,
					},
				],
				**values,
			}
		).insert()


def make_effective(office: Office, procedure: Any) -> Any:
	"""Take a draft through review and approval."""
	move(procedure, "Send for Review", office.user("secretary"))
	move(procedure, "Confirm Review", office.user("chief"))
	return move(procedure, "Approve", office.user("head"))


def plan_values(office: Office, **values: Any) -> dict:
	"""Fields of an audit plan of today with the office's lead auditor and auditor."""
	return {
		"doctype": "ISO Audit Plan",
		"agency": office.agency,
		"title": "Đánh giá nội bộ",
		"standard": STANDARD,
		"purpose": "Đánh giá sự phù hợp",
		"date_from": nowdate(),
		"date_to": add_days(nowdate(), 2),
		"team": [
			{"staff_member": office.person("lead"), "team_role": "Lead Auditor"},
			{"staff_member": office.person("auditor"), "team_role": "Auditor"},
		],
		"timetable": [
			{
				"audit_date": nowdate(),
				"time_from": "08:00:00",
				"time_to": "10:00:00",
				"department": office.department,
				"activity": "Đánh giá tại phòng",
				"clauses": "7.5, 9.2",
				"auditor": office.person("auditor"),
			}
		],
		**values,
	}


def make_plan(office: Office, **values: Any) -> Any:
	"""A draft audit plan written by the secretary."""
	with as_user(office.user("secretary")):
		return frappe.get_doc(plan_values(office, **values)).insert()


def make_running_plan(office: Office, lead: str | None = None, **values: Any) -> Any:
	"""An approved audit plan, begun by the account `lead` (default: the office's lead auditor)."""
	plan = make_plan(office, **values)
	move(plan, "Send for Review", office.user("secretary"))
	move(plan, "Confirm Review", office.user("representative"))
	move(plan, "Approve", office.user("head"))
	return move(plan, "Start Audit", lead or office.user("lead"))


def make_checklist(
	office: Office, plan: Any, *conclusions: str, auditors: Office | None = None
) -> Any:
	"""A checklist with one line per conclusion, recorded by the auditor of `auditors`."""
	auditors = auditors or office
	with as_user(auditors.user("auditor")):
		sheet = frappe.get_doc(
			{
				"doctype": "ISO Audit Checklist",
				"plan": plan.name,
				"department": office.department,
				"auditor": auditors.person("auditor"),
				"audit_date": nowdate(),
				"lines": [
					{
						"question": f"Câu hỏi {number}",
						"finding_type": conclusion,
						"evidence": "Hồ sơ 01",
					}
					for number, conclusion in enumerate(conclusions, start=1)
				],
			}
		).insert()
	return move(sheet, "Start Recording", auditors.user("auditor"))


def make_finding(office: Office, level: str = "Minor") -> Any:
	"""A finding raised from a checklist line of a running audit and issued by the lead auditor."""
	sheet = make_checklist(office, make_running_plan(office), level)
	with as_user(office.user("auditor")):
		name = frappe.get_doc("ISO Audit Checklist", sheet.name).raise_finding(
			sheet.lines[0].name
		)
	return move(frappe.get_doc("ISO Audit Finding", name), "Issue", office.user("lead"))


def answer_finding(office: Office, finding: Any) -> Any:
	"""The department answers and carries out one action, by its officer."""
	change(
		finding,
		office.user("chief"),
		correction="Đã bổ sung hồ sơ",
		root_cause="Chưa hướng dẫn",
		actions=[
			{
				"action": "Tập huấn lại",
				"responsible": office.person("officer"),
				"due_date": add_days(nowdate(), 10),
			}
		],
	)
	finding = move(finding, "Submit Answer", office.user("chief"))
	with as_user(office.user("officer")):
		finding = frappe.get_doc("ISO Audit Finding", finding.name)
		finding.actions[0].update({"status": "Done", "evidence": "Biên bản tập huấn"})
		finding.save()
	return move(finding, "Report Done", office.user("chief"))


def verify_finding(finding: Any, user: str, result: str = "Satisfactory") -> Any:
	"""Add a verification as `user`."""
	with as_user(user):
		fresh = frappe.get_doc("ISO Audit Finding", finding.name)
		fresh.append("verifications", {"result": result, "evidence": "Đã kiểm tra hồ sơ"})
		fresh.save()
	return frappe.get_doc("ISO Audit Finding", finding.name)


def make_review(office: Office, **values: Any) -> Any:
	"""A draft management review written by the secretary."""
	with as_user(office.user("secretary")):
		return frappe.get_doc(
			{
				"doctype": "ISO Management Review",
				"agency": office.agency,
				"title": "Xem xét của lãnh đạo",
				"year": int(nowdate()[:4]),
				"planned_date": nowdate(),
				"chair": office.person("head"),
				**values,
			}
		).insert()


def make_held_review(office: Office) -> Any:
	"""A review that was approved and held, with all inputs, one decision and a conclusion."""
	review = make_review(office)
	move(review, "Send for Approval", office.user("secretary"))
	move(review, "Approve", office.user("head"))
	with as_user(office.user("secretary")):
		review = frappe.get_doc("ISO Management Review", review.name)
		for row in review.inputs:
			row.update({"summary": "Đã báo cáo", "is_complete": 1})
		review.meeting_datetime = f"{nowdate()} 00:00:01"
		review.append("participants", {"staff_member": office.person("head"), "present": 1})
		review.append(
			"outputs",
			{
				"output_type": "Improvement",
				"decision": "Cập nhật quy trình",
				"responsible": office.person("officer"),
				"due_date": add_days(nowdate(), 30),
			},
		)
		review.conclusion = "Hệ thống phù hợp"
		review.save()
	return move(review, "Record Meeting", office.user("secretary"))
