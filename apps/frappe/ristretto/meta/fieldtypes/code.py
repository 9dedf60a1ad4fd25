"""Source text; `options` names the language."""

from __future__ import annotations

from ristretto.meta.fieldtypes.base import TextType


class Code(TextType):
    name = "Code"
    sql_type = "longtext"
