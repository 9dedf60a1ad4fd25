"""A heading in the form."""

from __future__ import annotations

from ristretto.meta.fieldtypes.base import DisplayType


class Heading(DisplayType):
    name = "Heading"
