"""Starts a tab of the form."""

from __future__ import annotations

from ristretto.meta.fieldtypes.base import DisplayType


class TabBreak(DisplayType):
    name = "Tab Break"
