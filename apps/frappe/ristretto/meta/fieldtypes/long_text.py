"""Text without a practical limit."""

from __future__ import annotations

from ristretto.meta.fieldtypes.base import TextType


class LongText(TextType):
    name = "Long Text"
    sql_type = "longtext"
