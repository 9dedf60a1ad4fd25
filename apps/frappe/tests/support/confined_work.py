"""What tests let run in a process of its own: an importable module, because another process looks for it."""

from __future__ import annotations

import os
import signal
import sys
import time
from datetime import date
from typing import Any

import frappe


def note(text: str) -> dict[str, Any]:
    doc = frappe.get_doc({"doctype": "ToDo", "description": text}).insert()
    return {
        "name": doc.name,
        "user": frappe.session.user,
        "lang": frappe.local.lang,
        "on": date(2026, 1, 2),
    }


def refuse(text: str) -> None:
    note(text)
    frappe.throw(text, frappe.PermissionError)


def break_down(text: str) -> None:
    note(text)
    raise KeyError(text)


def sleep_long() -> None:
    time.sleep(60)


def compute() -> None:
    while True:
        pass


def eat_memory(size: int) -> int:
    return len(bytearray(size))


def answer_much(size: int) -> str:
    return "x" * size


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def pid() -> int:
    return os.getpid()


def loaded() -> list[str]:
    return list(sys.modules)
