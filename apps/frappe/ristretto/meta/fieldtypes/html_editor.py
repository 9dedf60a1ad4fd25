"""HTML source."""

from __future__ import annotations

from ristretto.meta.fieldtypes.base import TextType


class HTMLEditor(TextType):
    name = "HTML Editor"
    sql_type = "longtext"
