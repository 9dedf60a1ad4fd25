"""A barcode as SVG or text."""

from __future__ import annotations

from ristretto.meta.fieldtypes.base import TextType


class Barcode(TextType):
    name = "Barcode"
    sql_type = "longtext"
