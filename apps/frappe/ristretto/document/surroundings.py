"""Decides what stands around a record: direct writes, comments, tags, views, what the client is told."""

from __future__ import annotations

import json
from typing import Any

from ristretto import errors
from ristretto.context import AttrDict, current
from ristretto.context.dotted import get_attr
from ristretto.context.translate import translate as _
from ristretto.document import saving, store
from ristretto.document.clock import now_text


class DocumentSurroundings:
    """Direct writes and the timeline, mixed into Document."""

    __dict__: dict[str, Any]
    doctype: str
    name: Any
    flags: AttrDict
    meta: Any
    get: Any
    run_method: Any
    get_db_value: Any

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
        in_save = saving.is_running(self)
        if update_modified and not in_save:
            changes = {**changes, "modified": now_text(), "modified_by": current().user}
        if not in_save and not self.meta.istable:
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

    def add_seen(self, user: str | None = None) -> None:
        """Remember who opened the record, where the DocType tracks it."""
        if not self.meta.track_seen:
            return
        seen = json.loads(self.get("_seen") or "[]")
        user = user or current().user
        if user not in seen:
            self.__dict__["_seen"] = json.dumps([*seen, user])
            store.set_values(self, {"_seen": self.__dict__["_seen"]})

    def add_viewed(
        self, user: str | None = None, force: bool = False, unique_views: bool = False
    ) -> None:
        """A View Log row, where the DocType tracks views (or `force`)."""
        from ristretto.document.api import get_doc

        if not (self.meta.track_views or force):
            return
        user = user or current().user
        values = {
            "doctype": "View Log",
            "viewed_by": user,
            "reference_doctype": self.doctype,
            "reference_name": str(self.name),
        }
        # A reader leaves a trace without any right on the log.
        get_doc(values).insert(ignore_permissions=True)

    def get_assigned_users(self) -> set[str]:
        rows = current().db.execute(
            "SELECT `allocated_to` FROM `tabToDo`"
            " WHERE `reference_type` = ? AND `reference_name` = ? AND `status` <> 'Cancelled'",
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
