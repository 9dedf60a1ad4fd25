"""A percentage."""

from __future__ import annotations

from ristretto.meta.fieldtypes.float import Float


class Percent(Float):
    name = "Percent"
