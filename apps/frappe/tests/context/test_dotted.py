"""A dotted path means the whole module, whoever else is importing it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path
from typing import Any

import frappe
import pytest
from ristretto.context.dotted import imported

GATES = "from threading import Event\nbegun, go_on = Event(), Event()\n"
HALF = """
from frappe import half_gates
half_gates.begun.set()
assert half_gates.go_on.wait(5)
late = "whole"
"""


def late() -> str:
    return str(imported("frappe.half_imported").late)


def test_a_module_that_another_thread_is_importing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second thread waits for the import instead of finding half a module."""
    (tmp_path / "half_gates.py").write_text(GATES)
    (tmp_path / "half_imported.py").write_text(HALF)
    monkeypatch.setattr(frappe, "__path__", [*frappe.__path__, str(tmp_path)])
    gates: Any = imported("frappe.half_gates")
    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(late)
        assert gates.begun.wait(5)
        second = threads.submit(late)
        assert wait([second], timeout=0.1).not_done
        gates.go_on.set()
    assert (first.result(), second.result()) == ("whole", "whole")
