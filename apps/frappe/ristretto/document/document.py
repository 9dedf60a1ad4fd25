"""Decides the life of a document: insert, save, submit, cancel, in the recorded order of events.

The steps stand in `Document.insert` and `Document.save` as one reads them in the contract (3.1, 3.2);
each step's rules live in a module of their own.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from ristretto import errors
from ristretto.context import AttrDict, current
from ristretto.document import (
    after,
    after_submit,
    defaults,
    events,
    links,
    locks,
    naming,
    saving,
    store,
    transition,
    validate,
)
from ristretto.document.base import BaseDocument
from ristretto.document.checks import DocumentChecks
from ristretto.document.comparison import DocumentComparison
from ristretto.document.docstatus import DocStatus
from ristretto.document.locks import DocumentLocks
from ristretto.document.rights import DocumentRights
from ristretto.document.steps import DocumentSteps
from ristretto.document.surroundings import DocumentSurroundings
from ristretto.document.values import DocumentValues


class Document(
    DocumentRights,
    DocumentComparison,
    DocumentSurroundings,
    DocumentLocks,
    DocumentValues,
    DocumentChecks,
    DocumentSteps,
    BaseDocument,
):
    """One record with its rules; controllers of apps derive from it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        first = args[0] if args else None
        if isinstance(first, str):
            self._init_from_database(
                first, args[1] if len(args) > 1 else first, bool(kwargs.get("for_update"))
            )
            return
        values = (
            first.as_dict()
            if isinstance(first, BaseDocument)
            else first
            if first is not None
            else kwargs
        )
        super().__init__(dict(values))
        self._setup()

    def _init_from_database(self, doctype: str, name: Any, for_update: bool) -> None:
        self.__dict__["doctype"] = doctype
        self.__dict__["name"] = name
        self.__dict__["flags"] = AttrDict(for_update=for_update)
        if isinstance(name, dict):
            self.__dict__["name"] = links.find_name(doctype, name)
        self.load_from_db()
        self._setup()

    def _setup(self) -> None:
        setup = getattr(self, "__setup__", None)
        if callable(setup):
            setup()

    # loading ----------------------------------------------------------------------------------

    def load_from_db(self) -> Any:
        """Fill from the database; DoesNotExistError where there is no such record."""
        flags = self.__dict__.get("flags") or AttrDict()
        doctype, name = self.doctype, self.__dict__.get("name")
        if self.meta.issingle:
            stored = store.load_single(doctype, self.meta)
            if stored.keys() == {"name"}:  # never saved
                stored |= {"owner": current().user, "docstatus": 0, "idx": 0}
                stored |= defaults.new_values(self.meta)
            BaseDocument.__init__(self, {**stored, "doctype": doctype})
            self.__dict__["flags"] = flags
            self._load_children(doctype)
            return self
        row = (
            store.load_row(doctype, name, for_update=bool(flags.for_update))
            if name not in (None, "")
            else None
        )
        if row is None:
            raise not_found(doctype, name)
        self.__dict__.update(row, doctype=doctype, flags=flags)
        self.__dict__["docstatus"] = DocStatus(row.get("docstatus") or 0)
        self._load_children(row["name"])
        self._fill_columns()
        return self

    def _load_children(self, name: str) -> None:
        for fieldname, rows in store.load_children(self.doctype, name, self.meta).items():
            self.__dict__[fieldname] = [
                self._make_row({**values, "idx": values.get("idx") or number}, fieldname)
                for number, values in enumerate(rows, start=1)
            ]

    def reload(self) -> None:
        self.load_from_db()

    def check_if_latest(self) -> None:
        """Refuse a document as sent by a client when somebody saved it in between."""
        self.__dict__["_original_modified"] = self.__dict__.get("modified")
        transition.check_latest(self)

    def get_latest(self) -> Any:
        return type(self)(self.doctype, self.name)

    # insert -----------------------------------------------------------------------------------

    def insert(
        self,
        ignore_permissions: bool | None = None,
        ignore_links: bool | None = None,
        ignore_if_duplicate: bool = False,
        ignore_mandatory: bool | None = None,
        set_name: str | None = None,
        set_child_names: bool = True,
    ) -> Any:
        """Store a new record; returns the document."""
        self._set_flags(ignore_permissions, ignore_links, ignore_mandatory)
        self.__dict__["__islocal"] = True
        defaults.fill(self)
        transition.stamp(self, new=True)
        transition.spread_docstatus(self)
        transition.decide(self, DocStatus.DRAFT)
        links.validate(self)
        self.check_permission("create")
        self.run_method("before_insert")
        naming.set_new_names(self, set_name=set_name, set_child_names=set_child_names)
        validate.reset_higher_permlevels(self)
        self.flags.in_insert = True
        self._before_save()
        validate.run(self)
        transition.spread_docstatus(self)
        self.flags.in_insert = False
        self._store_new(ignore_if_duplicate)
        if not self.meta.issingle:
            self.__dict__["__islocal"] = False
        with saving.mark(self):
            self.run_method("after_insert")
            after.copy_attachments(self)
            after.relink_files(self)
            self.flags.in_insert = True
            after.run(self)
            self.flags.in_insert = False
        for key in ("__islocal", "__unsaved"):
            self.__dict__.pop(key, None)
        return self

    def _set_flags(
        self, permissions: bool | None, links_: bool | None, mandatory: bool | None
    ) -> None:
        given = {
            "ignore_permissions": permissions,
            "ignore_links": links_,
            "ignore_mandatory": mandatory,
        }
        self.flags.update({key: value for key, value in given.items() if value is not None})

    def _store_new(self, ignore_if_duplicate: bool) -> None:
        if self.meta.issingle:
            store.save_single(self)
            return
        if self.meta.is_virtual:
            self.db_insert()
            return
        if naming.store(self, ignore_if_duplicate):
            for row in self.get_all_children():
                row.__dict__["__islocal"] = 1
                row.__dict__.update(parent=self.name, parenttype=self.doctype)
            store.insert_children(self)

    # save -------------------------------------------------------------------------------------

    def save(
        self, ignore_permissions: bool | None = None, ignore_version: bool | None = None
    ) -> Any:
        """Store changes (or insert a new record); returns the document."""
        return self._save(ignore_permissions, ignore_version)

    @saving.marked
    def _save(
        self, ignore_permissions: bool | None = None, ignore_version: bool | None = None
    ) -> Any:
        if self.is_new() or not self.__dict__.get("name"):
            return self.insert(ignore_permissions=ignore_permissions)
        self._set_flags(ignore_permissions, None, None)
        locks.refuse_locked(self)
        self.flags.ignore_version = _skips_version(ignore_version)
        defaults.fill_new_rows(self)
        self.check_permission("write", "save")
        transition.stamp(self)
        transition.spread_docstatus(self)
        transition.check_latest(self)
        transition.check_stored_right(self)
        naming.set_child_names(self)
        validate.reset_higher_permlevels(self)
        if self._action == "cancel":
            after_submit.on_cancel(self)
        else:
            links.validate(self)
        self._before_save()
        if self._action != "cancel":
            validate.run(self)
        if self._action == "update_after_submit":
            after_submit.on_update(self)
        transition.spread_docstatus(self)
        stored = store.stored_rows(self)
        if self.meta.issingle:
            store.save_single(self)
        else:
            self.db_update()
        store.save_children(self, stored)
        after.run(self)
        for key in ("__islocal", "__unsaved"):
            self.__dict__.pop(key, None)
        return self

    _action: str = "save"

    def _before_save(self) -> None:
        """Events before the framework's own validation."""
        self.load_doc_before_save()
        action = self._action
        if action in ("save", "submit"):
            with validate.blaming_values(self):
                self.run_method("before_validate")
        if self.flags.ignore_validate:
            return
        with validate.blaming_values(self):
            if action in ("save", "submit"):
                self.run_method("validate")
            self.run_method(
                {
                    "save": "before_save",
                    "submit": "before_submit",
                    "cancel": "before_cancel",
                    "update_after_submit": "before_update_after_submit",
                }[action]
            )
        defaults.set_title(self)
        naming.set_child_names(self)  # rows that the hooks appended
        transition.stamp_rows(self)

    def load_doc_before_save(self) -> None:
        """Remember the stored version, for comparing and for the version row."""
        self.__dict__["_doc_before_save"] = None if self.is_new() else self.flags.previous

    # submit, cancel ---------------------------------------------------------------------------

    # Controllers that put off a long `submit` call `_submit` when its turn comes; so does `queue_action`.

    def submit(self) -> Any:
        return self._submit()

    def cancel(self) -> Any:
        return self._cancel()

    def _submit(self) -> Any:
        self.docstatus = DocStatus.SUBMITTED
        return self.save()

    def _cancel(self) -> Any:
        self.docstatus = DocStatus.CANCELLED
        return self.save()

    # direct -----------------------------------------------------------------------------------

    def db_insert(self, *args: Any, **kwargs: Any) -> None:
        """INSERT without rules or events; a row without a name gets one."""
        if not self.__dict__.get("name"):
            naming.set_new_name(self)
        naming.store(self, bool(kwargs.get("ignore_if_duplicate")))

    def db_update(self) -> None:
        """UPDATE without rules or events."""
        if self.is_new() or not self.__dict__.get("name"):
            self.db_insert()
            return
        try:
            store.update_row(self)
        except errors.UniqueConstraint as error:
            raise naming.unique_error(self, error) from error

    def db_update_all(self) -> None:
        stored = store.stored_rows(self)
        self.db_update()
        store.save_children(self, stored)

    def run_method(self, method: str, *args: Any, **kwargs: Any) -> Any:
        """An event: controller, then hooks, then observers."""
        return events.run(self, method, args, kwargs)

    def run_before_save_methods(self) -> None:
        self._before_save()

    def run_post_save_methods(self) -> None:
        after.run(self)


def not_found(doctype: str, name: Any) -> errors.DoesNotExistError:
    from ristretto.context.messages import msgprint
    from ristretto.context.translate import translate as _

    text = _("{0} {1} not found").format(_(doctype), name)
    error = errors.DoesNotExistError(text, doctype=doctype, name=name)
    with suppress(errors.DoesNotExistError):
        msgprint(text, raise_exception=error)
    return error


def _skips_version(ignore_version: bool | None) -> bool:
    """Tests do not write versions unless they ask for it."""
    if ignore_version is None:
        return bool(current().flags.in_test)
    return ignore_version
