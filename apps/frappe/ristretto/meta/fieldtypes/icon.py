"""Name of an icon."""

from __future__ import annotations

from ristretto.meta.fieldtypes.base import VarcharType


class Icon(VarcharType):
    name = "Icon"
