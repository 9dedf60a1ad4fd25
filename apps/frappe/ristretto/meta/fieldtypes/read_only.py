"""Short text that only the server writes."""

from __future__ import annotations

from ristretto.meta.fieldtypes.base import VarcharType


class ReadOnly(VarcharType):
    name = "Read Only"
