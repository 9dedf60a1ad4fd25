"""Decides how a document is compared with its stored version, and how its values are shown."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from ristretto import errors
from ristretto.context import AttrDict
from ristretto.context.dotted import get_attr
from ristretto.context.messages import throw
from ristretto.context.translate import translate as _
from ristretto.db import passwords
from ristretto.document import store
from ristretto.document.validate import same_value, table_changed
from ristretto.meta import Field

_URL_SAFE = "~@#$&()*!+=:;,.?/'"


def format_field(field: Field, value: Any, doc: Any = None) -> Any:
    """Display text; the formatters are the public namespace's."""
    return get_attr("frappe.utils.formatters.format_value")(value, field, doc)


class DocumentComparison:
    """Comparing and showing, mixed into Document."""

    __dict__: dict[str, Any]
    doctype: str
    name: Any
    flags: AttrDict
    meta: Any
    get: Any

    def get_doc_before_save(self) -> Any:
        return self.__dict__.get("_doc_before_save")

    def has_value_changed(self, fieldname: str) -> bool:
        """True when there is no earlier version or the value differs."""
        previous = self.get_doc_before_save()
        if previous is None:
            return True
        field = self.meta.field(fieldname)
        old, new = previous.get(fieldname), self.get(fieldname)
        return (
            not same_value(field, old, new)
            if field is not None and not isinstance(new, list)
            else old != new
        )

    def is_child_table_same(self, fieldname: str) -> bool:
        """Whether the rows of a table are those that were stored, in their order; moments do not count."""
        previous = self.get_doc_before_save()
        stored = previous.get(fieldname) if previous is not None else []
        return not table_changed(stored or [], self.get(fieldname) or [])

    def is_amended_insert(self) -> bool:
        return bool(self.flags.in_insert and self.get("amended_from"))

    def get_value(self, fieldname: str) -> Any:
        field = self.meta.field(fieldname)
        return field.fieldtype_obj.cast(self.get(fieldname)) if field else self.get(fieldname)

    def get_db_value(self, key: str) -> Any:
        if self.meta.issingle:
            return store.load_single(self.doctype, self.meta).get(key)
        row = store.load_row(self.doctype, self.name)
        return row.get(key) if row else None

    def get_formatted(
        self,
        fieldname: str,
        doc: Any = None,
        currency: str | None = None,
        absolute_value: bool = False,
        translated: bool = False,
        format: str | None = None,
    ) -> Any:
        field = self.meta.field(fieldname) or Field({"fieldname": fieldname, "fieldtype": "Data"})
        value = self.get(fieldname)
        if translated and isinstance(value, str):
            value = _(value)
        if absolute_value and isinstance(value, int | float):
            value = abs(value)
        return get_attr("frappe.utils.formatters.format_value")(
            value, field, doc or self, currency, translated=translated, format=format
        )

    def precision(self, fieldname: str, parentfield: str | None = None) -> int | None:
        meta = self.meta
        if parentfield:
            table = meta.field(parentfield)
            meta = get_attr("frappe.get_meta")(table.options)
        field = meta.field(fieldname)
        return get_attr("frappe.model.meta.get_field_precision")(field, self) if field else None

    def get_title(self) -> Any:
        return self.get(self.meta.get_title_field()) or self.name

    def get_url(self) -> str:
        form = self.doctype.lower().replace(" ", "-")
        return f"/app/{quote(form)}/{quote(str(self.name), safe=_URL_SAFE)}"

    def get_password(self, fieldname: str = "password", raise_exception: bool = True) -> str | None:
        typed = self.__dict__.get(fieldname)
        if typed and set(str(typed)) != {"*"}:
            return str(typed)
        found = passwords.get_secret(self.doctype, str(self.name), fieldname)
        if found is None and raise_exception:
            text = _("{0} {1}: no password is stored in {2}")
            throw(text.format(self.doctype, self.name, fieldname), errors.AuthenticationError)
        return found

    def get_signature(self) -> str:
        import hashlib

        return hashlib.sha224(
            f"{self.doctype}:{self.name}:{self.get('creation')}".encode()
        ).hexdigest()
