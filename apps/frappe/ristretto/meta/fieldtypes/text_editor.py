"""Rich text as HTML."""

from __future__ import annotations

from ristretto.meta.fieldtypes.base import TextType


class TextEditor(TextType):
    name = "Text Editor"
    sql_type = "longtext"
