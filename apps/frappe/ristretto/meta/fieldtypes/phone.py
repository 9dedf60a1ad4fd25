"""A telephone number with country code."""

from __future__ import annotations

from ristretto.meta.fieldtypes.base import VarcharType


class Phone(VarcharType):
    name = "Phone"
