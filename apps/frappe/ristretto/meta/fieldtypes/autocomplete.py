"""Short text with suggestions from `options`."""

from __future__ import annotations

from ristretto.meta.fieldtypes.base import VarcharType


class Autocomplete(VarcharType):
    name = "Autocomplete"
