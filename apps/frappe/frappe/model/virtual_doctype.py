"""What the controller of a DocType without a table must offer."""

from __future__ import annotations

import inspect
from typing import Any, Protocol, runtime_checkable

import frappe
from frappe import _
from frappe.model.base_document import get_controller

_STATIC = ("get_list", "get_count", "get_stats")
_OWN = ("db_insert", "db_update", "load_from_db", "delete")


@runtime_checkable
class VirtualDoctype(Protocol):
    """The methods that a virtual DocType brings itself: three questions of the class, four acts of a document."""

    @staticmethod
    def get_list(args: Any) -> list[Any]: ...

    @staticmethod
    def get_count(args: Any) -> int: ...

    @staticmethod
    def get_stats(args: Any) -> Any: ...

    def db_insert(self, *args: Any, **kwargs: Any) -> None: ...

    def load_from_db(self) -> None: ...

    def db_update(self, *args: Any, **kwargs: Any) -> None: ...

    def delete(self, *args: Any, **kwargs: Any) -> None: ...


def validate_controller(doctype: str) -> None:
    """Warn when the controller misses a method, or has a question of the class as a method of documents."""
    controller = get_controller(doctype)
    missing = [name for name in (*_STATIC, *_OWN) if not hasattr(controller, name)]
    if missing:
        frappe.msgprint(_("The controller of {0} misses {1}").format(doctype, ", ".join(missing)))
        return
    for name in _STATIC:
        if not isinstance(inspect.getattr_static(controller, name), staticmethod):
            frappe.msgprint(_("{0} of {1} must be a static method").format(name, doctype))
