"""Short free text; `options` may name a format (Email, Phone, URL, Name)."""

from __future__ import annotations

from ristretto.meta.fieldtypes.base import VarcharType


class Data(VarcharType):
    name = "Data"
