"""The site of the observed lifecycle rows: its formats, its DocTypes, and three ways to act on it.

`World.session()` is code in process as Administrator, `World.rest()` a request of Administrator,
`attempt()` turns an outcome into {"ok": value} or {"error": class}.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import frappe
from freezegun import freeze_time
from lifecycle_types import doctypes
from ristretto.context import Context, Site
from ristretto.db.connect import connected
from ristretto.document import get_doc
from ristretto.web.app import create_app
from web_world import Caller

FORMATS = {
    "date_format": "dd.mm.yyyy",
    "time_format": "HH:mm",
    "number_format": "#.###,##",
    "float_precision": "3",
    "currency_precision": "",
    "time_zone": "Europe/Berlin",
    "language": "en",
}
START = dt.datetime(2026, 11, 22, 2, 20, tzinfo=dt.UTC)  # 03:20 in Berlin, as observed
NOW = re.compile(r"^(2026-11-22 )?0?3:[1-5]\d:\d\d(\.\d+)?$")
REPEATED = re.compile(r"^(.) x (\d+)$", re.S)
SERIES = re.compile(r"OBSA-\d{4}")
OMITTED = "<omitted>"
FROZEN = {"FakeDate": "date", "FakeDatetime": "datetime"}  # what freezegun calls its own


@dataclass
class World:
    """The site, who calls it, and what one row leaves for the next."""

    site: Site
    caller: Caller
    kept: dict[str, Any] = field(default_factory=dict)

    @contextmanager
    def session(self) -> Iterator[Context]:
        """In process as Administrator; what succeeds is committed."""
        with connected(self.site) as context:
            context.lang = "en"
            yield context
            context.db.commit()

    def rest(self, method: str, path: str, body: Any = None) -> tuple[int, dict[str, Any]]:
        """(status, answer) of a request with a JSON body."""
        options = {} if body is None else {"json": body}
        answer = self.caller(method, path, **options)
        found = answer.get_json(silent=True)
        return answer.status_code, found if isinstance(found, dict) else {}


@contextmanager
def clock() -> Iterator[None]:
    """The observed morning; time goes on."""
    with freeze_time(START, tick=True):
        yield


def build(site: Site) -> World:
    """The formats, the DocTypes and the first records, committed."""
    with connected(site, mode="write") as context:
        context.lang = "en"
        settings = get_doc("System Settings")
        settings.update({**FORMATS, "allow_error_traceback": 1})
        settings.save()
        for values in doctypes():
            get_doc({"doctype": "DocType", "module": "Custom", "custom": 1, **values}).insert()
        for name in ("T1", "T2", "Tiếng"):
            get_doc({"doctype": "ObsA Tgt", "code": name, "descr": f"desc {name}"}).insert()
        administrator = get_doc("User", "Administrator")
        secret = frappe.generate_hash(length=15)
        administrator.update({"api_key": frappe.generate_hash(length=15), "api_secret": secret})
        administrator.save()
        context.db.commit()
        token = f"token {administrator.api_key}:{secret}"
    return World(site, Caller(create_app(site.sites_path, site.name), token))


def attempt(action: Callable[[], Any]) -> dict[str, Any]:
    """{"ok": value} or {"error": class}; what a refused action wrote is rolled back."""
    frappe.db.savepoint("attempt")
    try:
        return {"ok": action()}
    except Exception as error:
        # A replay reports whatever happens; the table says what should have.
        frappe.db.rollback(save_point="attempt")
        return {"error": type(error).__name__}


def refusal(status: int, answer: dict[str, Any]) -> dict[str, Any]:
    """{"status", "error"} of an answer."""
    found: dict[str, Any] = {"status": status}
    if status >= 400 and answer.get("exc_type"):
        found["error"] = answer["exc_type"]
    return found


def grown(value: Any) -> Any:
    """`x x 300` as the 300 characters it stands for."""
    if isinstance(value, str) and (match := REPEATED.match(value)):
        return match[1] * int(match[2])
    if isinstance(value, list):
        return [grown(each) for each in value]
    if isinstance(value, dict):
        return {key: grown(each) for key, each in value.items()}
    return value


def shrunk(value: Any) -> Any:
    """The opposite, and `<now>` for moments of this run."""
    if isinstance(value, str):
        if NOW.match(value):
            return "<now>"
        value = SERIES.sub("OBSA-<n>", value)
        repeated = re.fullmatch(r"(.)\1{39,}", value, re.S)
        return f"{repeated[1]} x {len(value)}" if repeated else value
    if isinstance(value, list | tuple):
        return [shrunk(each) for each in value]
    if isinstance(value, dict):
        return {key: shrunk(each) for key, each in value.items()}
    return value


def typed(value: Any) -> list[Any]:
    """[type, readable value], as the tables write values of Python."""
    if value is None:
        return ["None", None]
    plain = value if isinstance(value, bool | int | float) else str(value)
    kind = type(value).__name__
    return [FROZEN.get(kind, kind), plain]


def read_typed(kind: str, value: Any) -> Any:
    """The Python value of a [type, value] pair."""
    readers: dict[str, Callable[[Any], Any]] = {
        "date": dt.date.fromisoformat,
        "datetime": dt.datetime.fromisoformat,
        "time": dt.time.fromisoformat,
        "timedelta": _timedelta,
    }
    return readers[kind](value) if kind in readers else grown(value)


def _timedelta(text: str) -> dt.timedelta:
    hours, minutes, seconds = (float(part) for part in text.split(":"))
    return dt.timedelta(hours=hours, minutes=minutes, seconds=seconds)
