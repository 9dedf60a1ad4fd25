"""A colour as text."""

from __future__ import annotations

from ristretto.meta.fieldtypes.base import VarcharType


class Color(VarcharType):
    name = "Color"
