"""Starts a column of the section."""

from __future__ import annotations

from ristretto.meta.fieldtypes.base import DisplayType


class ColumnBreak(DisplayType):
    name = "Column Break"
