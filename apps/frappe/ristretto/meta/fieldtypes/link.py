"""Name of a record of the DocType in `options`."""

from __future__ import annotations

from ristretto.meta.fieldtypes.base import VarcharType


class Link(VarcharType):
    name = "Link"
