"""Adds the countries and currencies that sites made by 0.1.0 lack."""

from __future__ import annotations

from frappe.geo.country_info import make_records


def execute() -> None:
    make_records()
