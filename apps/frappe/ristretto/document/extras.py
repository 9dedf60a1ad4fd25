"""Decides the conveniences of a document: comparing, formatting, permissions, comments, db_set (contract 3.6)."""

from __future__ import annotations

from typing import Any

from ristretto import access, errors
from ristretto.context import AttrDict, current
from ristretto.context.dotted import get_attr
from ristretto.context.messages import throw
from ristretto.context.translate import translate as _
from ristretto.db import passwords
from ristretto.document import store
from ristretto.document.clock import now_text
from ristretto.document.validate import same_value
from ristretto.meta import Field
from ristretto.meta import constants as c


def format_field(field: Field, value: Any, doc: Any = None) -> Any:
    """Display text; the formatters are the public namespace's."""
    return get_attr("frappe.utils.formatters.format_value")(value, field, doc)


class DocumentExtras:
    """Mixed into Document."""

    __dict__: dict[str, Any]
    doctype: str
    name: Any
    flags: AttrDict
    meta: Any
    get: Any
    run_method: Any

    # permissions ------------------------------------------------------------------------------

    def check_permission(self, permtype: str = "read", permlevel: Any = None) -> None:
        """PermissionError, naming the rule, unless the user may."""
        if self.flags.ignore_permissions or current().flags.in_install:
            return
        access.require(self.doctype, permtype, doc=self)

    def has_permission(
        self, permtype: str = "read", *, debug: bool = False, user: str | None = None
    ) -> bool:
        if self.flags.ignore_permissions:
            return True
        return bool(access.has_permission(self.doctype, permtype, doc=self, user=user))

    def raise_no_permission_to(self, permtype: str) -> None:
        access.require(self.doctype, permtype, doc=self)
        raise errors.PermissionError(_("Insufficient Permission for {0}").format(_(self.doctype)))

    def has_permlevel_access_to(
        self, fieldname: str, df: Any = None, permission_type: str = "read"
    ) -> bool:
        field = df or self.meta.get_field(fieldname)
        return (field.permlevel or 0) in access.permlevels(self.meta, permission_type, doc=self)

    def get_permlevel_access(self, permission_type: str = "write") -> list[int]:
        return sorted(access.permlevels(self.meta, permission_type, doc=self))

    def apply_fieldlevel_read_permissions(self) -> None:
        """Values above the reader's level leave the answer; tables of such a level too."""
        if current().user == "Administrator":
            return
        allowed: set[int] | None = None
        for each in (self, *self.get_all_children()):  # type: ignore[attr-defined]
            for field in each.meta.get_high_permlevel_fields():
                if allowed is None:
                    allowed = set(access.permlevels(self.meta, "read", doc=self))
                if field.permlevel not in allowed:
                    each.__dict__[field.fieldname] = (
                        [] if field.fieldtype in c.TABLE_FIELDTYPES else None
                    )

    # comparing --------------------------------------------------------------------------------

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

    # showing ----------------------------------------------------------------------------------

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
        return f"/app/{self.doctype.lower().replace(' ', '-')}/{self.name}"

    def get_password(self, fieldname: str = "password", raise_exception: bool = True) -> str | None:
        typed = self.__dict__.get(fieldname)
        if typed and set(str(typed)) != {"*"}:
            return str(typed)
        found = passwords.get_secret(self.doctype, str(self.name), fieldname)
        if found is None and raise_exception:
            raise errors.AuthenticationError(
                _("Password not found for {0} {1} {2}").format(self.doctype, self.name, fieldname)
            )
        return found

    def get_signature(self) -> str:
        import hashlib

        return hashlib.sha224(
            f"{self.doctype}:{self.name}:{self.get('creation')}".encode()
        ).hexdigest()

    # direct writes ----------------------------------------------------------------------------

    def db_set(
        self,
        fieldname: Any,
        value: Any = None,
        update_modified: bool = True,
        notify: bool = False,
        commit: bool = False,
    ) -> None:
        """UPDATE of single fields, with `before_change` and `on_change` but no validation."""
        changes = fieldname if isinstance(fieldname, dict) else {fieldname: value}
        if (
            update_modified
            and not self.flags.in_insert
            and (self.doctype, self.name) not in current().flags.get("currently_saving", [])
        ):
            changes = {**changes, "modified": now_text(), "modified_by": current().user}
        if not self.flags.in_insert and not self.meta.istable:
            self.__dict__["_doc_before_save"] = self.get_latest()  # type: ignore[attr-defined]
        for key, each in changes.items():
            self.set(key, each)  # type: ignore[attr-defined]
        self.run_method("before_change")
        store.set_values(self, changes)
        self.run_method("on_change")
        if notify:
            self.notify_update()
        if commit:
            current().db.commit()

    def db_get(self, fieldname: str) -> Any:
        return self.get_db_value(fieldname)

    # around the record ------------------------------------------------------------------------

    def add_comment(
        self,
        comment_type: str = "Comment",
        text: str | None = None,
        comment_email: str | None = None,
        comment_by: str | None = None,
    ) -> Any:
        """A Comment row on the timeline."""
        from ristretto.document.api import get_doc

        comment = get_doc(
            {
                "doctype": "Comment",
                "comment_type": comment_type,
                "comment_email": comment_email or current().user,
                "comment_by": comment_by,
                "reference_doctype": self.doctype,
                "reference_name": str(self.name),
                "content": text or comment_type,
            }
        )
        # Whoever may act on the record may leave a trace on it.
        return comment.insert(ignore_permissions=True)

    def add_tag(self, tag: str) -> None:
        get_attr("frappe.desk.doctype.tag.tag.DocTags")(self.doctype).add(self.name, tag)

    def remove_tag(self, tag: str) -> None:
        get_attr("frappe.desk.doctype.tag.tag.DocTags")(self.doctype).remove(self.name, tag)

    def get_tags(self) -> list[str]:
        return [tag for tag in str(self.get("_user_tags") or "").split(",") if tag]

    def get_assigned_users(self) -> set[str]:
        rows = current().db.execute(
            "SELECT `allocated_to` FROM `tabToDo` WHERE `reference_type` = ? AND `reference_name` = ? AND `status` <> 'Cancelled'",
            (self.doctype, str(self.name)),
        )
        return {row[0] for row in rows}

    def set_onload(self, key: str, value: Any) -> None:
        self.__dict__.setdefault("__onload", AttrDict())[key] = value

    def get_onload(self, key: str | None = None) -> Any:
        onload = self.__dict__.setdefault("__onload", AttrDict())
        return onload if key is None else onload.get(key)

    def notify_update(self) -> None:
        """Tell open screens after the commit."""
        if self.flags.notify_update is False or not current().site.get_hooks("on_document_update"):
            return
        for path in current().site.get_hooks("on_document_update"):
            current().db.after_commit.add(lambda path=path: get_attr(path)(self))

    def clear_cache(self) -> None:
        current().document_cache.pop((self.doctype, str(self.name)), None)

    def is_whitelisted(self, method_name: str) -> None:
        """PermissionError unless the method may be called from outside."""
        method = getattr(self, method_name, None)
        if method is None:
            raise errors.DoesNotExistError(_("Method {0} not found").format(method_name))
        get_attr("frappe.is_whitelisted")(method)

    def log_error(self, title: str | None = None, message: str | None = None) -> Any:
        return get_attr("frappe.log_error")(
            title=title, message=message, reference_doctype=self.doctype, reference_name=self.name
        )

    # checks for controllers -------------------------------------------------------------------

    def validate_value(
        self,
        fieldname: str,
        condition: str,
        val2: Any,
        doc: Any = None,
        raise_exception: Any = None,
    ) -> None:
        doc = doc or self
        field = doc.meta.field(fieldname)
        value = doc.get(fieldname)
        if not get_attr("frappe.utils.compare")(
            value, condition, val2, field.fieldtype if field else None
        ):
            label = _(field.label) if field else fieldname
            throw(
                _("{0} must be {1} {2}").format(label, _(condition), val2),
                raise_exception or errors.ValidationError,
            )

    def validate_table_has_rows(self, parentfield: str, raise_exception: Any = None) -> None:
        if not self.get(parentfield):
            throw(
                _("Table {0} cannot be empty").format(_(self.meta.get_label(parentfield))),
                raise_exception or errors.EmptyTableError,
            )

    def validate_from_to_dates(self, from_date_field: str, to_date_field: str) -> None:
        start, end = (
            get_attr("frappe.utils.getdate")(self.get(name)) if self.get(name) else None
            for name in (from_date_field, to_date_field)
        )
        if start and end and end < start:
            labels = [_(self.meta.get_label(name)) for name in (to_date_field, from_date_field)]
            throw(_("{0} must be after {1}").format(*labels), errors.InvalidDates)

    def round_floats_in(self, doc: Any, fieldnames: Any = None) -> None:
        flt = get_attr("frappe.utils.flt")
        names = fieldnames or [
            f.fieldname for f in doc.meta.fields if f.fieldtype in c.FLOAT_FIELDTYPES
        ]
        for name in names:
            doc.set(name, flt(doc.get(name), self.precision(name, doc.get("parentfield"))))

    def delete(
        self,
        ignore_permissions: bool = False,
        force: bool = False,
        *,
        delete_permanently: bool = False,
    ) -> None:
        from ristretto.document.delete import delete_doc

        delete_doc(
            self.doctype,
            self.name,
            ignore_permissions=ignore_permissions,
            flags=self.flags,
            force=force,
            delete_permanently=delete_permanently,
        )

    def rename(
        self, name: str, merge: bool = False, force: bool = False, validate_rename: bool = True
    ) -> str:
        from ristretto.document.rename import rename_doc

        self.name = rename_doc(self.doctype, self.name, name, merge=merge, force=force)
        self.reload()  # type: ignore[attr-defined]
        return str(self.name)
