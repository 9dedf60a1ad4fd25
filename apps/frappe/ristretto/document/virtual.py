"""Decides what a virtual field shows: the controller's property, else the expression in its options."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from ristretto import errors
from ristretto.context.dotted import get_attr
from ristretto.context.translate import translate as _
from ristretto.document.place import place

# Options that say something else than how to compute.
_NOT_COMPUTED = ("Link", "Dynamic Link", "Select", "Table", "Table MultiSelect", "Code")
_FORMATS = ("Email", "Name", "Phone", "URL")


def value_of(doc: Any, fieldname: str) -> Any:
    """Computed each time; what somebody set is shown only where nothing computes it."""
    own = getattr(type(doc), fieldname, None)
    if isinstance(own, property | cached_property):
        return getattr(doc, fieldname)
    field = doc.meta.field(fieldname)
    plain = field.fieldtype in _NOT_COMPUTED or field.options in _FORMATS
    if plain or not field.options:
        return doc.__dict__.get(fieldname)
    try:
        value = get_attr("frappe.safe_eval")(field.options, None, {"doc": doc})
    except Exception as error:
        # Whatever the expression raises is told with the field that holds it.
        text = _("{0}: the expression cannot be computed: {1}").format(place(doc, field), error)
        raise errors.ValidationError(text) from error
    return field.fieldtype_obj.cast(value)
