"""Decides the answers about one DocType: a frozen `Meta` with Frappe's method names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from ristretto.context.attrdict import AttrDict
from ristretto.meta import constants as c
from ristretto.meta.field import Field, Perm, Row

_STANDARD = {
    "name": ("Link", "ID"),
    "owner": ("Link", "Created By"),
    "creation": ("Datetime", "Created On"),
    "modified": ("Datetime", "Last Updated On"),
    "modified_by": ("Link", "Last Updated By"),
    "docstatus": ("Int", "Document Status"),
    "idx": ("Int", "Index"),
    "parent": ("Data", "Parent"),
    "parenttype": ("Data", "Parent Type"),
    "parentfield": ("Data", "Parent Field"),
    "_user_tags": ("Data", "Tags"),
    "_liked_by": ("Data", "Liked By"),
    "_comments": ("Text", "Comments"),
    "_assign": ("Text", "Assigned To"),
    "_seen": ("Text", "Seen By"),
    "doctype": ("Data", "DocType"),
}
# Fieldtypes whose values are shown in one type, whatever was sent.
_SHOWN_TYPES: dict[str, type] = {
    "Check": int,
    "Int": int,
    "Float": float,
    "Currency": float,
    "Percent": float,
    "JSON": str,
    "Date": date,
    "Datetime": datetime,
    "Time": timedelta,
}


class Meta(Row):
    """The effective definition of a DocType; properties read as attributes, None when missing."""

    fields: tuple[Field, ...]
    permissions: tuple[Perm, ...]
    links: tuple[Row, ...]
    actions: tuple[Row, ...]
    states: tuple[Row, ...]

    def __init__(
        self,
        properties: Mapping[str, Any],
        *,
        fields: tuple[Field, ...] = (),
        permissions: tuple[Perm, ...] = (),
        links: tuple[Row, ...] = (),
        actions: tuple[Row, ...] = (),
        states: tuple[Row, ...] = (),
    ) -> None:
        super().__init__(properties)
        self.__dict__.update(
            fields=fields, permissions=permissions, links=links, actions=actions, states=states
        )
        self.__dict__["_by_name"] = {field.fieldname: field for field in fields if field.fieldname}

    @property
    def name(self) -> str:
        return str(self._values["name"])

    # fields -----------------------------------------------------------------------------------

    def field(self, fieldname: str) -> Field | None:
        """A field of the definition, or a synthetic one for a standard column."""
        found: Field | None = self._by_name.get(fieldname)
        return found or self.standard_field(fieldname)

    def standard_field(self, fieldname: str) -> Field | None:
        if fieldname not in _STANDARD:
            return None
        fieldtype, label = _STANDARD[fieldname]
        options = (
            "User"
            if fieldname in ("owner", "modified_by")
            else self.name
            if fieldname == "name"
            else None
        )
        values = {
            "fieldname": fieldname,
            "fieldtype": fieldtype,
            "label": label,
            "options": options,
            "permlevel": 0,
        }
        return Field(values)

    def get_field(self, fieldname: str) -> Field | None:
        return self.field(fieldname)

    def has_field(self, fieldname: str) -> bool:
        return fieldname in self._by_name

    def get_label(self, fieldname: str) -> str:
        field = self.field(fieldname)
        return (field.label or "No Label") if field else "No Label"

    def get_options(self, fieldname: str) -> Any:
        field = self.field(fieldname)
        return field.options if field else None

    def get_precision(self, fieldname: str) -> int | None:
        field = self.field(fieldname)
        return field.precision_value if field else None

    def get(
        self, key: str, default: Any = None, limit: int | None = None, *, filters: Any = None
    ) -> Any:
        """A property; with a dict as second argument (`get("fields", {...})`) the matching rows."""
        rows = self.__dict__.get(key)
        if not isinstance(rows, tuple):
            return super().get(key, default)
        wanted = default if filters is None else filters
        if not isinstance(wanted, dict):
            return list(rows)
        matching = [row for row in rows if all(_matches(row.get(k), v) for k, v in wanted.items())]
        return matching[:limit] if limit else matching

    @cached_property
    def table_fields(self) -> tuple[Field, ...]:
        return self._of_type(*c.TABLE_FIELDTYPES)

    @cached_property
    def link_fields(self) -> tuple[Field, ...]:
        return tuple(field for field in self._of_type("Link") if field.options != "[Select]")

    @cached_property
    def dynamic_link_fields(self) -> tuple[Field, ...]:
        return self._of_type("Dynamic Link")

    @cached_property
    def column_fields(self) -> tuple[Field, ...]:
        """Fields that have a column, in form order."""
        return tuple(field for field in self.fields if field.column is not None)

    @cached_property
    def _chosen(self) -> dict[Any, tuple[Field, ...]]:
        return {}

    def chosen(self, choose: Callable[[Field], Any]) -> tuple[Field, ...]:
        """Fields that a function picks, in form order; it is asked once per definition."""
        found = self._chosen.get(choose)
        if found is None:
            found = self._chosen[choose] = tuple(each for each in self.fields if choose(each))
        return found

    @cached_property
    def numeric_fields(self) -> tuple[Field, ...]:
        """Fields whose value is a number, checks included."""
        return self._of_type(*c.NUMERIC_FIELDTYPES)

    @cached_property
    def unique_fields(self) -> tuple[Field, ...]:
        return tuple(field for field in self.column_fields if field.unique)

    @cached_property
    def rich_text_fields(self) -> tuple[Field, ...]:
        return self._of_type("Text Editor")

    @cached_property
    def virtual_fields(self) -> tuple[Field, ...]:
        return tuple(field for field in self.fields if field.is_virtual)

    @cached_property
    def virtual_names(self) -> tuple[str, ...]:
        return tuple(field.fieldname for field in self.virtual_fields)

    def _of_type(self, *fieldtypes: str) -> tuple[Field, ...]:
        return tuple(
            field for field in self.fields if field.fieldtype in fieldtypes and not field.is_virtual
        )

    def get_table_fields(self, include_computed: bool = False) -> list[Field]:
        return list(self.table_fields)

    def get_link_fields(self) -> list[Field]:
        return list(self.link_fields)

    def get_dynamic_link_fields(self) -> list[Field]:
        return list(self.dynamic_link_fields)

    def get_data_fields(self) -> list[Field]:
        return self.get("fields", {"fieldtype": "Data"})  # type: ignore[no-any-return]

    @cached_property
    def table_doctypes(self) -> dict[str, str]:
        """{table fieldname: its child DocType}."""
        return {field.fieldname: str(field.options) for field in self.table_fields}

    @cached_property
    def _select_fields(self) -> tuple[Field, ...]:
        known = self._of_type("Select")
        return tuple(f for f in known if f.options not in ("[Select]", "Loading..."))

    def get_select_fields(self) -> list[Field]:
        return list(self._select_fields)

    def get_image_fields(self) -> list[Field]:
        return list(self._of_type("Attach Image"))

    @cached_property
    def _code_fields(self) -> tuple[Field, ...]:
        return self._of_type("Code")

    def get_code_fields(self) -> list[Field]:
        return list(self._code_fields)

    def get_set_only_once_fields(self) -> list[Field]:
        constant = [field for field in self.fields if field.set_only_once]
        return constant + [f for name in ("creation", "owner") if (f := self.standard_field(name))]

    def get_global_search_fields(self) -> list[Field]:
        return [field for field in self.fields if field.in_global_search and field.column]

    def get_translatable_fields(self) -> list[str]:
        return [field.fieldname for field in self.fields if field.translatable]

    def is_translatable(self, fieldname: str) -> bool:
        field = self.field(fieldname)
        return bool(field and field.translatable)

    def get_fieldnames_with_value(
        self, with_field_meta: bool = False, with_virtual_fields: bool = False
    ) -> list[Any]:
        wanted = [f for f in self.fields if f.column or (with_virtual_fields and f.is_virtual)]
        return wanted if with_field_meta else [field.fieldname for field in wanted]

    def get_fields_to_fetch(self, link_fieldname: str | None = None) -> list[Field]:
        if link_fieldname is not None:
            return list(self._fetched_through.get(link_fieldname, ()))
        return [field for field in self.fields if "." in (field.fetch_from or "")]

    @cached_property
    def _fetched_through(self) -> dict[str, list[Field]]:
        """{link fieldname: fields that fetch along it}."""
        out: dict[str, list[Field]] = {}
        for field in self.get_fields_to_fetch():
            out.setdefault(field.fetch_from.split(".", 1)[0], []).append(field)
        return out

    # columns ----------------------------------------------------------------------------------

    @cached_property
    def valid_columns(self) -> tuple[str, ...]:
        """Every database column, standard ones first."""
        if self.issingle:
            return tuple(field.fieldname for field in self.column_fields)
        extra: tuple[str, ...] = c.CHILD_FIELDS if self.istable else self.optional_columns
        return (*c.BASE_COLUMNS, *extra, *(field.fieldname for field in self.column_fields))

    @cached_property
    def optional_columns(self) -> tuple[str, ...]:
        return tuple(name for name in c.OPTIONAL_FIELDS if name != "_seen" or self.track_seen)

    @cached_property
    def column_plan(self) -> tuple[tuple[str, Field | None], ...]:
        """Every database column with the field it belongs to, None for standard ones."""
        return tuple((n, self.field(n) if self.has_field(n) else None) for n in self.valid_columns)

    @cached_property
    def shown_columns(self) -> tuple[str, ...]:
        """Columns that a document shows: what the desk keeps beside the fields is asked for by name."""
        return tuple(name for name in self.valid_columns if name not in c.OPTIONAL_FIELDS)

    @cached_property
    def shown_casts(self) -> tuple[tuple[str, Field, type], ...]:
        """Fields shown in a type of their own, and the type that needs no cast."""
        typed = ((f.fieldname, f, _SHOWN_TYPES.get(f.fieldtype)) for f in self.column_fields)
        return tuple((n, f, kind or str) for n, f, kind in typed if kind or f.unique)

    @cached_property
    def columns_set(self) -> frozenset[str]:
        return frozenset(self.valid_columns)

    def get_valid_columns(self) -> list[str]:
        return list(self.valid_columns)

    # what lists, links and forms show ---------------------------------------------------------

    @cached_property
    def search_field_list(self) -> tuple[str, ...]:
        """Search fields, then the title field, then the name: all have columns."""
        names = [
            part.strip()
            for part in (self._values.get("search_fields") or "").split(",")
            if part.strip()
        ]
        if self._values.get("title_field"):
            names.append(self._values["title_field"])
        known = [name for name in names if name in self.columns_set]
        return tuple(dict.fromkeys([*known, "name"]))

    def get_search_fields(self) -> list[str]:
        return list(self.search_field_list)

    def get_title_field(self) -> str:
        named = self._values.get("title_field")
        if named:
            return str(named)
        return "title" if self.has_field("title") else "name"

    def get_list_fields(self) -> list[str]:
        listed = [f.fieldname for f in self.fields if f.in_list_view and f.column]
        title = self._values.get("title_field")
        return list(dict.fromkeys(["name", *listed, *([title] if title else [])]))

    # kinds ------------------------------------------------------------------------------------

    def is_nested_set(self) -> bool:
        return self.has_field("lft") and self.has_field("rgt")

    @property
    def parent_field(self) -> str | None:
        """Fieldname of the parent node in a tree."""
        if not self.is_nested_set():
            return None
        return (
            self._values.get("nsm_parent_field") or f"parent_{self.name.lower().replace(' ', '_')}"
        )

    @property
    def is_autoincrement(self) -> bool:
        return str(self._values.get("autoname") or "").lower() == "autoincrement"

    # permissions ------------------------------------------------------------------------------

    def get_permissions(self, parenttype: str | None = None) -> list[Perm]:
        return list(self.permissions)

    def get_high_permlevel_fields(self) -> list[Field]:
        return list(self._high_permlevel_fields)

    @cached_property
    def _high_permlevel_fields(self) -> tuple[Field, ...]:
        return tuple(field for field in self.fields if (field.permlevel or 0) > 0)

    def get_fields_to_check_permissions(self, user_permission_doctypes: Any) -> list[Field]:
        """Link fields that user permissions restrict, and the name itself."""
        checked = [
            field
            for field in self.link_fields
            if not field.ignore_user_permissions and field.options in user_permission_doctypes
        ]
        if self.name in user_permission_doctypes:
            checked.append(
                Field(
                    {
                        "label": "Name",
                        "fieldname": "name",
                        "fieldtype": "Link",
                        "options": self.name,
                    }
                )
            )
        return checked

    def as_dict(self, no_nulls: bool = False, **_: Any) -> AttrDict:
        out = super().as_dict(no_nulls=no_nulls)
        for key in ("fields", "permissions", "links", "actions", "states"):
            out[key] = [row.as_dict(no_nulls=no_nulls) for row in self.__dict__[key]]
        return out


def _matches(value: Any, wanted: Any) -> bool:
    """`wanted` is a value, True for "anything", a list of values, or [operator, operand]."""
    if isinstance(wanted, list | tuple) and len(wanted) == 2 and wanted[0] in _TESTS:
        return _TESTS[wanted[0]](value, wanted[1])
    if isinstance(wanted, list | tuple | set):
        return value in wanted
    return bool(value) if wanted is True else bool(value == wanted)


_TESTS: dict[str, Callable[[Any, Any], bool]] = {
    "in": lambda value, operand: value in operand,
    "not in": lambda value, operand: value not in operand,
    "!=": lambda value, operand: bool(value != operand),
    "=": lambda value, operand: bool(value == operand),
}
