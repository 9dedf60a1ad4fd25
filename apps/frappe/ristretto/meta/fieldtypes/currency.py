"""Money; `options` names the field that holds the currency."""

from __future__ import annotations

from ristretto.meta.fieldtypes.float import Float


class Currency(Float):
    name = "Currency"
