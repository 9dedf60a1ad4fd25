"""Calls whitelisted functions of the framework as a signed-in person's browser would.

`answer` tells everything that came back, refusals included, so that a test can look for what
must not be in it. A function that a runtime does not offer is refused by nature.
"""

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any
from unittest.mock import patch

import frappe
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from iso_qms.access.scope import clear_scopes
from iso_qms.tests.factories import as_user

SAVEPOINT = "iso_attack"


def call(
	method: str, /, files: dict[str, tuple[str, bytes]] | None = None, **args: Any
) -> Any:
	"""The result of a whitelisted function, hooks that replace it included."""
	uploads = {key: (io.BytesIO(data), name) for key, (name, data) in (files or {}).items()}
	frappe.local.request = Request(EnvironBuilder(method="POST", data=uploads).get_environ())
	frappe.local.form_dict = frappe._dict(args, cmd=method)
	frappe.local.response = frappe._dict(docs=[])
	frappe.clear_messages()
	replaced = frappe.get_hooks("override_whitelisted_methods", {}).get(method)
	function = frappe.get_attr(replaced[-1] if replaced else method)
	frappe.is_whitelisted(function)
	return frappe.call(function, **frappe.local.form_dict)


def answer(user: str, method: str, /, **args: Any) -> str:
	"""All that `user` is told by a call whose changes are undone afterwards."""
	frappe.db.savepoint(SAVEPOINT)
	try:
		return try_call(user, method, **args)
	finally:
		frappe.db.rollback(save_point=SAVEPOINT)
		clear_scopes()


def try_call(user: str, method: str, /, **args: Any) -> str:
	"""As `answer`, leaving what was changed for the test to look at."""
	clear_scopes()
	with as_user(user):
		try:
			with one_transaction():
				result = call(method, **args)
		# Whatever a refusal looks like, its words are part of the answer.
		except Exception as error:
			result = f"{type(error).__name__}: {error}"
	told = [result, frappe.local.response, frappe.get_message_log()]
	return json.dumps(told, default=_as_text, ensure_ascii=False)


@contextmanager
def one_transaction() -> Iterator[None]:
	"""Bulk functions commit and roll back by themselves, which would end the test's data."""
	rollback = frappe.db.rollback

	def to_savepoint(*, save_point: str | None = None) -> None:
		if save_point:
			rollback(save_point=save_point)

	with (
		patch.object(frappe.db, "commit", lambda: None),
		patch.object(frappe.db, "rollback", to_savepoint),
	):
		yield


def _as_text(value: Any) -> Any:
	if hasattr(value, "as_dict"):
		return value.as_dict()
	if hasattr(value, "iter_encoded"):
		value = b"".join(value.iter_encoded())
	return value.decode(errors="replace") if isinstance(value, bytes) else str(value)


def filled(args: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
	"""Arguments as a browser sends them: `<word>` replaced, lists and objects as JSON."""

	def put(value: Any) -> Any:
		if isinstance(value, dict):
			return {key: put(each) for key, each in value.items()}
		if isinstance(value, list):
			return [put(each) for each in value]
		is_word = isinstance(value, str) and value[:1] == "<" and value[-1:] == ">"
		return known[value[1:-1]] if is_word else value

	def as_sent(key: str, value: Any) -> Any:
		return json.dumps(value) if isinstance(value, dict | list) and key != "files" else value

	return {key: as_sent(key, put(value)) for key, value in args.items()}


def is_offered(method: str) -> bool:
	"""Whether this runtime has the function."""
	module, _dot, name = method.rpartition(".")
	try:
		return hasattr(import_module(module), name)
	except ModuleNotFoundError:
		return False
