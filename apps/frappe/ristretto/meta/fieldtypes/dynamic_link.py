"""Name of a record whose DocType stands in the field named by `options`."""

from __future__ import annotations

from ristretto.meta.fieldtypes.base import VarcharType


class DynamicLink(VarcharType):
    name = "Dynamic Link"
