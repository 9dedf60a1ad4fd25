"""Decides what a controller gets that calls one step of a save by itself, under the name that Frappe gave it.

Bulk work of apps names and writes records without a save (`set_new_name`, `set_user_and_timestamp`, `db_insert`),
and controllers repeat a check after they changed something (`validate_update_after_submit`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ristretto.context import AttrDict, current
from ristretto.document import (
    after_submit,
    backlinks,
    defaults,
    events,
    links,
    locks,
    naming,
    transition,
    validate,
    versions,
)
from ristretto.meta import constants as c


class DocumentSteps:
    """Single steps, mixed into Document."""

    __dict__: dict[str, Any]
    doctype: str
    name: Any
    meta: Any
    flags: AttrDict
    get: Any
    set: Any
    get_valid_dict: Any

    # before it is stored ----------------------------------------------------------------------

    def set_new_name(
        self, force: bool = False, set_name: str | None = None, set_child_names: bool = True
    ) -> None:
        """Name the record and its rows once; again with `force`."""
        if force:
            self.flags.name_set = False
        naming.set_new_names(self, set_name=set_name, set_child_names=set_child_names)

    def set_user_and_timestamp(self) -> None:
        transition.stamp(self, new=bool(self.__dict__.get("__islocal")))

    def set_docstatus(self) -> None:
        transition.spread_docstatus(self)

    def set_title_field(self) -> None:
        defaults.set_title(self)

    def update_if_missing(self, d: Any) -> None:
        """Values for fields that have none."""
        values = d if isinstance(d, Mapping) else d.get_valid_dict()
        for key, value in values.items():
            if value is not None and self.get(key) is None:
                self.set(key, value)

    def delete_key(self, key: str) -> None:
        self.__dict__.pop(key, None)

    # checks -----------------------------------------------------------------------------------

    def check_if_locked(self) -> None:
        locks.refuse_locked(self)

    def check_no_back_links_exist(self) -> None:
        """Refuse to cancel a record that submitted ones link to."""
        backlinks.check_submitted(self)

    def validate_update_after_submit(self) -> None:
        after_submit.on_update(self)

    def validate_higher_perm_levels(self) -> None:
        validate.reset_higher_permlevels(self)

    def validate_workflow(self) -> None:
        events.run_checks(self)

    def _validate_mandatory(self) -> None:
        validate.check_mandatory(self)

    def _validate_links(self) -> None:
        links.validate(self)

    # after it is stored -----------------------------------------------------------------------

    def save_version(self) -> None:
        versions.save_version(self)

    def reset_seen(self) -> None:
        """Everybody has to look again."""
        if self.meta.track_seen and not self.meta.issingle:
            current().db.execute(
                f"UPDATE `tab{self.doctype}` SET `_seen` = NULL WHERE `name` = ?", (self.name,)
            )

    # about its fields -------------------------------------------------------------------------

    def get_valid_columns(self) -> list[str]:
        return list(self.meta.valid_columns)

    def get_label_from_fieldname(self, fieldname: str) -> str | None:
        field = self.meta.field(fieldname)
        return field.label if field else None

    def get_table_field_doctype(self, fieldname: str) -> str | None:
        field = self.meta.field(fieldname)
        return field.options if field and field.fieldtype in c.TABLE_FIELDTYPES else None

    def get_parentfield_of_doctype(self, doctype: str) -> str | None:
        """The table whose rows are of that DocType."""
        found = (f.fieldname for f in self.meta.table_fields if f.options == doctype)
        return next(found, None)

    def cast(self, value: Any, df: Any) -> Any:
        """The value as the kind of the field."""
        return df.fieldtype_obj.cast(value)
