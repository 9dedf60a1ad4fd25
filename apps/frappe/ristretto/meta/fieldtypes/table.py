"""Rows of the child DocType in `options`."""

from __future__ import annotations

from ristretto.meta.fieldtypes.base import DisplayType


class Table(DisplayType):
    name = "Table"
