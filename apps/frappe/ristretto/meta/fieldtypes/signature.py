"""A drawn signature as data URL."""

from __future__ import annotations

from ristretto.meta.fieldtypes.base import TextType


class Signature(TextType):
    name = "Signature"
    sql_type = "longtext"
