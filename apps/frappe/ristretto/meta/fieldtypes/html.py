"""Fixed HTML in the form."""

from __future__ import annotations

from ristretto.meta.fieldtypes.base import DisplayType


class HTML(DisplayType):
    name = "HTML"
