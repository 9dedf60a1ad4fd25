"""Lets people act: each insert, save and workflow step is done as the person, by the app's rules.

Afterwards the moment of the act is written over the moment of the load, in the record, its rows and
its history, so that a year of work reads as one. Nothing else is written around the rules.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import frappe
from frappe.model.workflow import apply_workflow
from frappe.utils import get_datetime, getdate, now_datetime

# What the system writes with its own clock.
STAMPS = (
	"prepared_on",
	"drafted_on",
	"reviewed_on",
	"approved_on",
	"submitted_on",
	"auditee_confirmed_on",
	"closed_on",
	"concluded_on",
	"raised_on",
	"snapshot_on",
	"done_on",
	"verified_on",
)
# DocType of the history -> the field naming the record that it is about. Written once, never changed.
HISTORY = {"Comment": "reference_name", "Version": "docname"}


class Acts:
	"""People at work; `acts.count` says how much they did."""

	def __init__(self) -> None:
		self.started = now_datetime()
		self.count = 0

	def insert(self, when: datetime, user: str, name: str | None = None, **values: Any) -> Any:
		"""A new record made by `user`; `name` only where the number carries the year of the act."""
		with self._as(user):
			doc = frappe.get_doc(values).insert(set_name=name)
		self._rewind(doc, when)
		return doc

	def save(self, when: datetime, user: str, doc: Any, edit: Callable[[Any], None]) -> Any:
		"""The stored record, changed by `edit` and saved by `user`."""
		with self._as(user):
			fresh = frappe.get_doc(doc.doctype, doc.name)
			edit(fresh)
			fresh.save()
		self._rewind(fresh, when)
		return fresh

	def change(self, when: datetime, user: str, doc: Any, **values: Any) -> Any:
		"""`save` with plain values."""
		return self.save(when, user, doc, lambda fresh: fresh.update(values))

	def call(self, when: datetime, user: str, doc: Any, method: str, *args: Any) -> Any:
		"""What a button of the form does; its answer."""
		with self._as(user):
			answer = getattr(frappe.get_doc(doc.doctype, doc.name), method)(*args)
		self.rewind(doc.doctype, doc.name, when)
		return answer

	def move(self, when: datetime, user: str, doc: Any, action: str, reason: str = "") -> None:
		"""A step of the workflow; a return needs its reason written first."""
		if reason:
			self.change(when, user, doc, return_reason=reason)
		with self._as(user):
			moved = apply_workflow(frappe.as_json({"doctype": doc.doctype, "name": doc.name}), action)
		self._rewind(moved, when)

	@contextmanager
	def _as(self, user: str) -> Iterator[None]:
		self.count += 1
		frappe.set_user(user)
		# Stored sentences, such as the comment of a return, are in the language of the staff.
		frappe.local.lang = "vi"
		try:
			yield
		finally:
			frappe.clear_messages()
			frappe.set_user("Administrator")

	def rewind(self, doctype: str, name: str, when: datetime) -> None:
		"""Date a record that somebody else's act has written, too."""
		self._rewind(frappe.get_doc(doctype, name), when)

	def _rewind(self, doc: Any, when: datetime) -> None:
		"""Write `when` over every moment that the last act wrote into the record and its history."""
		values = {"modified": when, **self._stamps(doc, when)}
		if get_datetime(doc.creation) >= self.started:
			values["creation"] = when
		frappe.db.set_value(doc.doctype, doc.name, values, update_modified=False)
		for row in doc.get_all_children():
			self._rewind_row(row, when)
		for history, field in HISTORY.items():
			self._rewind_history(history, field, doc.name, when, ("creation", "modified"))
		# Opened by one act, completed by a later one.
		self._rewind_history("Workflow Action", "reference_name", doc.name, when, ("creation",))
		self._rewind_history("Workflow Action", "reference_name", doc.name, when, ("modified",))

	def _rewind_row(self, row: Any, when: datetime) -> None:
		values = self._stamps(row, when)
		if get_datetime(row.creation) >= self.started:
			values.update({"creation": when, "modified": when})
		if values:
			frappe.db.set_value(row.doctype, row.name, values, update_modified=False)

	def _stamps(self, doc: Any, when: datetime) -> dict[str, datetime]:
		fresh = {}
		for fieldname in STAMPS:
			value = doc.get(fieldname)
			if not value:
				continue
			is_date = doc.meta.get_field(fieldname).fieldtype == "Date"
			if is_date and getdate(value) == self.started.date():
				fresh[fieldname] = when.date()
			elif not is_date and get_datetime(value) >= self.started:
				fresh[fieldname] = when
		return fresh

	def _rewind_history(
		self, doctype: str, field: str, name: str, when: datetime, columns: tuple[str, ...]
	) -> None:
		"""Set `columns` of the rows about `name` whose first column the load has just written."""
		table = frappe.qb.DocType(doctype)
		query = frappe.qb.update(table).where(table[field] == name)
		query = query.where(table[columns[0]] >= self.started)
		for column in columns:
			query = query.set(table[column], when)
		query.run()
