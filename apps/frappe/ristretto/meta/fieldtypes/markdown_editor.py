"""Markdown source."""

from __future__ import annotations

from ristretto.meta.fieldtypes.base import TextType


class MarkdownEditor(TextType):
    name = "Markdown Editor"
    sql_type = "longtext"
