"""Decides who may define a DocType and what saving one does: checks, side fields, table, roles,
caches.

The rules about fields and permission rows live beside this file. Importing a DocType from an app's
JSON does not come through here: the importer writes the definition as it is shipped.
"""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any

import frappe
from frappe import _
from frappe.core.doctype.doctype import renaming, side_fields
from frappe.core.doctype.doctype.definition_checks import (
    check_autoname,
    check_email_fields,
    check_links,
    check_name_type,
)
from frappe.core.doctype.doctype.field_checks import NO_VALUE, check_fields
from frappe.core.doctype.doctype.permission_checks import AUTOMATIC_ROLES, check_permissions
from frappe.core.doctype.module_def.module_def import app_of_module
from frappe.exceptions import (  # the classes that apps import from here
    CannotCreateStandardDoctypeError,
    CannotIndexedError,
    DoctypeLinkError,
    HiddenAndMandatoryWithoutDefaultError,
    IllegalMandatoryError,
    InvalidFieldNameError,
    NonUniqueError,
    UniqueFieldnameError,
    WrongOptionsDoctypeLinkError,
)
from frappe.model.document import Document
from frappe.modules.utils import get_module_name

__all__ = [
    "CannotCreateStandardDoctypeError",
    "CannotIndexedError",
    "DocType",
    "DoctypeLinkError",
    "HiddenAndMandatoryWithoutDefaultError",
    "IllegalMandatoryError",
    "InvalidFieldNameError",
    "NonUniqueError",
    "UniqueFieldnameError",
    "WrongOptionsDoctypeLinkError",
    "clear_permissions_cache",
    "make_module_and_roles",
    "validate_fields_for_doctype",
    "validate_permissions",
    "validate_permissions_for_doctype",
]

MAX_NAME = 61  # a table name has 64 characters, three of them are "tab"
NAME = re.compile(r"[A-Za-z][\w -]*", flags=re.ASCII)
# DocTypes of which the site keeps rows about another DocType, and the column that names it
ABOUT_DOCTYPE = (
    ("Custom Field", "dt"),
    ("Client Script", "dt"),
    ("Property Setter", "doc_type"),
    ("Custom DocPerm", "parent"),
    ("Report", "ref_doctype"),
)


class DocType(Document):
    """A kind of record; its rows become the `Meta` that everything else reads."""

    def __setup__(self) -> None:
        # links are checked below: a role that a permission row names comes into being with it
        self.flags.ignore_links = True

    def validate(self) -> None:
        self.check_developer_mode()
        self.check_module()
        self.validate_name()
        self.drop_what_its_kind_cannot_have()
        side_fields.name_fields(self)
        side_fields.choose_list_columns(self)
        side_fields.tidy_fields(self)
        check_autoname(self, self.autoname, self.name)
        check_name_type(self)
        side_fields.add_amended_from(self)
        side_fields.add_tree_fields(self)
        check_fields(self)
        if not self.istable:
            check_permissions(self, self.permissions)
        side_fields.allow_enough_attachments(self)
        check_links(self)
        check_email_fields(self)
        if not self.is_new():
            self.check_controller_names()

    def check_developer_mode(self) -> None:
        """Shipped DocTypes are edited in the app's source, not on a site."""
        if frappe.flags.in_patch or frappe.flags.in_test:
            return
        if not self.custom and not frappe.conf.developer_mode:
            frappe.throw(
                _(
                    "{0}: a site makes custom DocTypes only. Tick Custom or set developer_mode"
                ).format(self.name),
                CannotCreateStandardDoctypeError,
            )
        if self.custom and self.is_virtual:
            frappe.throw(
                _("{0}: a virtual DocType needs code, so it cannot be custom").format(self.name),
                CannotCreateStandardDoctypeError,
            )

    def check_module(self) -> None:
        """Modules come with apps; a misspelt one must not come into being on a site."""
        if self.custom and self.module and not frappe.db.exists("Module Def", self.module):
            frappe.throw(
                _("{0}: there is no module {1}").format(self.name, frappe.bold(self.module)),
                frappe.LinkValidationError,
            )

    def validate_name(self, name: str | None = None) -> None:
        name = name or self.name
        if len(name) > MAX_NAME:
            frappe.throw(
                _("{0}: the name of a DocType has at most {1} characters").format(name, MAX_NAME),
                frappe.NameError,
            )
        if name != name.strip() or not NAME.fullmatch(name):
            frappe.throw(
                _(
                    "{0}: a DocType's name starts with a letter; blanks, digits, - and _ may follow"
                ).format(name),
                frappe.NameError,
            )

    def drop_what_its_kind_cannot_have(self) -> None:
        if self.issingle:
            self.allow_import = self.is_submittable = self.istable = 0
        elif self.istable:
            self.allow_import = 0
            self.permissions = []
        if self.autoname == "autoincrement":
            self.allow_rename = 0

    def check_controller_names(self) -> None:
        """A field must not hide a method of the DocType's controller."""
        controller = frappe.get_controller(self.name)
        for field in self.fields:
            member = getattr(controller, field.fieldname, None)
            if field.fieldtype in NO_VALUE or member is None:
                continue
            if callable(member) or (isinstance(member, property) and not field.is_virtual):
                frappe.throw(
                    _("{0}: the fieldname {1} is taken by the DocType's own code").format(
                        self.name, frappe.bold(field.fieldname)
                    )
                )

    def before_save(self) -> None:
        before = self.get_doc_before_save()
        known = (
            {field.fieldname for field in before.fields if field.fetch_from} if before else set()
        )
        self.flags.new_fetch_fields = [
            field
            for field in self.fields
            if before and field.fetch_from and field.fieldname not in known
        ]

    def on_update(self) -> None:
        """Bring the table in line in the same transaction: a refused change leaves neither
        definition nor column.
        """
        frappe.clear_cache(doctype=self.name)
        frappe.db.updatedb(self.name)
        make_module_and_roles(self)
        self.fill_new_fetch_fields()
        self.add_auto_repeat_field()
        self.clear_cache_of_parents()
        if not self.custom:
            self.export_to_app()
            self.run_module_method("on_doctype_update")
        frappe.clear_cache(doctype=self.name)

    def fill_new_fetch_fields(self) -> None:
        """Records that exist get the value of a field that fetches from now on, where theirs is
        empty.
        """
        if self.issingle or self.is_virtual:
            return
        meta = frappe.get_meta(self.name)
        for field in self.flags.new_fetch_fields or []:
            link, _dot, source = field.fetch_from.partition(".")
            link_field = meta.get_field(link)
            target = link_field.options if link_field and link_field.fieldtype == "Link" else None
            if not target or not source or not frappe.db.has_column(target, source):
                continue  # an unknown source is accepted and fetches nothing
            table, column = f"`tab{self.name}`", f"`{field.fieldname}`"
            frappe.db.sql(
                f"update {table} set {column} = (select `tab{target}`.`{source}` from `tab{target}`"
                f" where `tab{target}`.name = {table}.`{link}`)"
                f" where ifnull({column}, '') = '' and ifnull(`{link}`, '') != ''"
            )

    def add_auto_repeat_field(self) -> None:
        if not self.allow_auto_repeat or frappe.get_meta(self.name).has_field("auto_repeat"):
            return
        from frappe.custom.doctype.custom_field.custom_field import create_custom_field

        field = {"fieldname": "auto_repeat", "label": "Auto Repeat", "fieldtype": "Link"}
        last = self.fields[-1].fieldname if self.fields else None
        hidden = {"read_only": 1, "no_copy": 1, "print_hide": 1}
        create_custom_field(
            self.name, {**field, "options": "Auto Repeat", "insert_after": last, **hidden}
        )

    def clear_cache_of_parents(self) -> None:
        """Forms that hold this DocType as rows are cached together with it."""
        if not self.istable:
            return
        tables = {"fieldtype": ("in", ["Table", "Table MultiSelect"]), "options": self.name}
        for parent in set(frappe.get_all("DocField", filters=tables, pluck="parent")):
            frappe.clear_cache(doctype=parent)

    def export_to_app(self) -> None:
        """In developer mode the definition is written to the app's folder."""
        if frappe.conf.developer_mode and not frappe.flags.in_import and not frappe.flags.in_test:
            from frappe.modules.export_file import export_to_files

            export_to_files(record_list=[["DocType", self.name]])

    def run_module_method(self, method: str) -> None:
        """Call a function of the module beside the definition, where there is one already."""
        path = get_module_name(self.name, self.module)
        try:
            module = import_module(path)
        except ModuleNotFoundError as error:
            if not error.name or not path.startswith(error.name):
                raise  # the module is there and misses something itself
            return
        if hasattr(module, method):
            getattr(module, method)()

    def before_rename(self, old: str, new: str, merge: bool = False) -> None:
        if merge:
            frappe.throw(_("{0}: DocTypes cannot be merged").format(old))
        if not self.custom:
            frappe.throw(_("{0}: a shipped DocType is renamed in its app's source").format(old))
        self.validate_name(new)

    def after_rename(self, old: str, new: str, merge: bool = False) -> None:
        renaming.follow(old, new, issingle=bool(self.issingle))

    def on_trash(self) -> None:
        """A shipped DocType stays; with a custom one go the records about it. Its table is kept."""
        if not self.custom and not frappe.conf.developer_mode and not frappe.flags.in_uninstall:
            frappe.throw(_("{0}: a shipped DocType cannot be deleted").format(self.name))
        for doctype, column in ABOUT_DOCTYPE:
            frappe.db.delete(doctype, {column: self.name})
        if self.issingle:
            frappe.db.delete("Singles", {"doctype": self.name})

    def after_delete(self) -> None:
        frappe.clear_cache(doctype=self.name)

    def before_export(self, definition: dict[str, Any]) -> None:
        """Leave out what is empty, and keep the order of the fields beside them."""
        for rows in [value for value in definition.values() if isinstance(value, list)]:
            rows[:] = [{key: value for key, value in row.items() if value} for row in rows]
        for key in [
            key for key, value in definition.items() if not value and not isinstance(value, list)
        ]:
            del definition[key]
        definition["field_order"] = [field.fieldname for field in self.fields]


def validate_fields_for_doctype(doctype: str) -> None:
    """Check the DocType as it is with its custom fields and property setters."""
    frappe.clear_cache(doctype=doctype)
    meta = frappe.get_meta(doctype, cached=False)
    check_links(meta)
    check_fields(meta)


def validate_permissions(doctype: Any, for_remove: bool = False, alert: bool = False) -> None:
    """Check the permission rows of a DocType document."""
    rows = doctype.get("permissions") or []
    if alert and not rows:
        frappe.msgprint(_("{0}: no role has any right").format(doctype.name), alert=True)
    check_permissions(doctype, rows, for_remove=for_remove)


def validate_permissions_for_doctype(
    doctype: str, for_remove: bool = False, alert: bool = False
) -> None:
    """Check the rows in force (the site's own where there are any) and store what the check
    changed.
    """
    definition = frappe.get_doc("DocType", doctype)
    own = frappe.get_all("Custom DocPerm", filters={"parent": doctype}, pluck="name")
    rows = [frappe.get_doc("Custom DocPerm", name) for name in own] or definition.permissions
    if alert and not rows:
        frappe.msgprint(_("{0}: no role has any right").format(doctype), alert=True)
    check_permissions(definition, rows, for_remove=for_remove)
    for row in rows:
        row.db_update()
    clear_permissions_cache(doctype)


def clear_permissions_cache(doctype: str) -> None:
    frappe.clear_cache(doctype=doctype)


def make_module_and_roles(doc: Any, perm_fieldname: str = "permissions") -> None:
    """Roles and module that a definition names come into being with it."""
    # ignore_permissions: who may save the definition need not be allowed to make roles
    if doc.module and not frappe.db.exists("Module Def", doc.module):
        app = app_of_module(doc.module) or "frappe"
        module = {"doctype": "Module Def", "module_name": doc.module, "app_name": app}
        frappe.get_doc(module).insert(ignore_permissions=True)
    named = [row.role for row in doc.get(perm_fieldname) or []]
    for role in dict.fromkeys([*named, *AUTOMATIC_ROLES]):
        if not frappe.db.exists("Role", role):
            row = {"doctype": "Role", "role_name": role, "desk_access": 1}
            frappe.get_doc(row).insert(ignore_permissions=True)
