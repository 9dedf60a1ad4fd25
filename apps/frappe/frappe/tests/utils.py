"""The base class and helpers of app tests: real database, rolled back per class."""

import copy
import datetime
import functools
import signal
import unittest
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from types import FrameType
from typing import Any
from unittest.mock import patch

import frappe

__all__ = ["FrappeTestCase", "change_settings", "patch_hooks", "timeout"]


class FrappeTestCase(unittest.TestCase):
    """Commits what the class set up, rolls back what its tests did; flags come back too.

    There is no rollback between the tests of a class: Frappe v15 has none either.
    """

    TEST_SITE = "test_site"
    SHOW_TRANSACTION_COMMIT_WARNINGS = False
    maxDiff = 10_000

    @classmethod
    def setUpClass(cls) -> None:
        cls.TEST_SITE = getattr(frappe.local, "site", None) or cls.TEST_SITE
        frappe.db.commit()
        flags = copy.deepcopy(dict(frappe.local.flags))
        cls.addClassCleanup(_restore_flags, flags)
        cls.addClassCleanup(frappe.db.rollback)

    def assertSequenceSubset(self, larger: Any, smaller: Any, msg: Any = None) -> None:
        self.assertTrue(set(smaller).issubset(set(larger)), msg=msg)

    def assertDocumentEqual(self, expected: Mapping[str, Any], actual: Any) -> None:
        """Every value in `expected` (a dict or a document) is the document's; rows in order."""
        if hasattr(expected, "as_dict"):
            expected = expected.as_dict()
        for fieldname, value in expected.items():
            if isinstance(value, list):
                found = actual.get(fieldname)
                self.assertEqual(
                    len(value), len(found), msg=f"{fieldname} has another number of rows"
                )
                for wanted_row, row in zip(value, found, strict=True):
                    self.assertDocumentEqual(wanted_row, row)
            else:
                self._compare_field(value, actual.get(fieldname), fieldname)

    def _compare_field(self, expected: Any, actual: Any, fieldname: str) -> None:
        message = f"{fieldname} should be {expected!r}, but is {actual!r}"
        if isinstance(expected, float):
            self.assertAlmostEqual(expected, actual, places=6, msg=message)
        elif isinstance(expected, bool | int):
            self.assertEqual(expected, frappe.utils.cint(actual), msg=message)
        elif isinstance(expected, datetime.datetime | datetime.date | datetime.time):
            self.assertEqual(str(expected), str(actual), msg=message)
        else:
            self.assertEqual(expected, actual, msg=message)

    def normalize_sql(self, query: str) -> str:
        return " ".join(query.split()).lower()

    def assertQueryEqual(self, first: str, second: str) -> None:
        self.assertEqual(self.normalize_sql(first), self.normalize_sql(second))

    @contextmanager
    def set_user(self, user: str) -> Iterator[None]:
        """Act as `user` for a block."""
        before = frappe.session.user
        try:
            frappe.set_user(user)
            yield
        finally:
            frappe.set_user(before)

    @contextmanager
    def assertQueryCount(self, count: int) -> Iterator[None]:
        """At most `count` statements reach the database in a block."""
        with _statements() as seen:
            yield
        self.assertLessEqual(len(seen), count, msg="Queries executed: \n" + "\n".join(seen))

    @contextmanager
    def assertRowsRead(self, count: int) -> Iterator[None]:
        """At most `count` rows are fetched by statements in a block."""
        from ristretto.context import current

        db, read = current().db, 0
        original = db.fetch

        def fetch(*args: Any, **kwargs: Any) -> Any:
            nonlocal read
            columns, rows = original(*args, **kwargs)
            read += len(rows)
            return columns, rows

        with patch.object(db, "fetch", fetch):
            yield
        self.assertLessEqual(read, count, msg="Rows read exceeded the expected number")

    @contextmanager
    def freeze_time(self, time_to_freeze: Any, *args: Any, **kwargs: Any) -> Iterator[None]:
        """Stop the clock at a moment of the site's time zone."""
        from zoneinfo import ZoneInfo

        from freezegun import freeze_time

        zone = ZoneInfo(frappe.utils.get_system_timezone())
        moment = frappe.utils.get_datetime(time_to_freeze).replace(tzinfo=zone)
        with freeze_time(moment.astimezone(datetime.UTC), *args, **kwargs):
            yield

    @classmethod
    def enable_safe_exec(cls) -> None:
        """Let server scripts run until the class is done."""
        switch = patch("frappe.utils.safe_exec.is_safe_exec_enabled", lambda: True)
        switch.start()
        cls.addClassCleanup(switch.stop)

    @contextmanager
    def switch_site(self, site: str) -> Iterator[None]:
        """Work on another site of the bench for a block."""
        from ristretto.context import bind, current

        here = current()
        frappe.init(site, sites_path=here.site.sites_path, force=True)
        try:
            frappe.connect()
            yield
        finally:
            frappe.destroy()
            bind(here)

    @contextmanager
    def primary_connection(self) -> Iterator[None]:
        """The connection that the tests of the class use."""
        yield

    @contextmanager
    def secondary_connection(self) -> Iterator[None]:
        """A second connection of the same site: it sees only what was committed."""
        from ristretto.context import current
        from ristretto.db import pool

        context = current()
        first = context.db
        context.db = pool.checkout(context.site)
        try:
            yield
        finally:
            context.db.rollback()
            pool.checkin(context.db)
            context.db = first

    @contextmanager
    def patch_hooks(self, overridden_hooks: dict[str, Any]) -> Iterator[None]:
        with patch_hooks(overridden_hooks):
            yield

    @contextmanager
    def change_settings(
        self, doctype: str, settings: dict[str, Any] | None = None, /, **values: Any
    ) -> Iterator[None]:
        with change_settings(doctype, settings, **values):
            yield


@contextmanager
def _statements() -> Iterator[list[str]]:
    """Statements that the connection runs in a block."""
    from ristretto.context import current

    seen: list[str] = []
    connection = current().db
    connection.watch(seen.append)
    try:
        yield seen
    finally:
        connection.watch(None)


def _restore_flags(flags: dict[str, Any]) -> None:
    frappe.local.flags.clear()
    frappe.local.flags.update(flags)


class change_settings(AbstractContextManager):
    """Context manager and decorator: other values in a Single for the length of a block."""

    def __init__(
        self, doctype: str, settings_dict: dict[str, Any] | None = None, /, **settings: Any
    ) -> None:
        self.doctype = doctype
        self.settings = {**(settings_dict or {}), **settings}

    def __enter__(self) -> None:
        doc = frappe.get_doc(self.doctype)
        self.before = {key: copy.deepcopy(doc.get(key)) for key in self.settings}
        self._save(self.settings)

    def __exit__(self, *_error: object) -> None:
        self._save(self.before)

    def _save(self, values: dict[str, Any]) -> None:
        doc = frappe.get_doc(self.doctype)
        doc.update(values)
        # Tests may run as anybody; the settings belong to the test, not to that user.
        doc.save(ignore_permissions=True)

    def __call__(self, function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def wrapped(*args: Any, **kwargs: Any) -> Any:
            with change_settings(self.doctype, self.settings):
                return function(*args, **kwargs)

        return wrapped


@contextmanager
def patch_hooks(overridden_hooks: dict[str, Any]) -> Iterator[None]:
    """Other values of some hooks for the length of a block."""
    original = frappe.get_hooks

    def get_hooks(
        hook: str | None = None, default: Any = None, app_name: str | None = None
    ) -> Any:
        if hook in overridden_hooks:
            return overridden_hooks[hook]
        return original(hook, default, app_name)

    with patch.object(frappe, "get_hooks", get_hooks), _patched_site(overridden_hooks):
        yield


@contextmanager
def _patched_site(overridden: dict[str, Any]) -> Iterator[None]:
    """The engine asks the site itself."""
    from ristretto.context import current

    site = current().site
    original = site.get_hooks

    def get_hooks(name: str | None = None, default: Any = None, app: str | None = None) -> Any:
        return overridden[name] if name in overridden else original(name, default, app)

    with patch.object(site, "get_hooks", get_hooks):
        yield


def timeout(seconds: Any = 30, error_message: str = "Test timed out.") -> Callable[..., Any]:
    """Decorator, with or without arguments: fail a test that takes too long."""
    limit = 30 if callable(seconds) else seconds

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        def alarm(_number: int, _frame: FrameType | None) -> None:
            raise TimeoutError(error_message)

        @functools.wraps(function)
        def wrapped(*args: Any, **kwargs: Any) -> Any:
            signal.signal(signal.SIGALRM, alarm)
            signal.alarm(limit)
            try:
                return function(*args, **kwargs)
            finally:
                signal.alarm(0)

        return wrapped

    return decorate(seconds) if callable(seconds) else decorate
