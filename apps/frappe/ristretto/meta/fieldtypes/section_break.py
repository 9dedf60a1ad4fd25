"""Starts a section of the form."""

from __future__ import annotations

from ristretto.meta.fieldtypes.base import DisplayType


class SectionBreak(DisplayType):
    name = "Section Break"
