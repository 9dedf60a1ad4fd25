"""One line of `options`."""

from __future__ import annotations

from ristretto.meta.fieldtypes.base import VarcharType


class Select(VarcharType):
    name = "Select"
