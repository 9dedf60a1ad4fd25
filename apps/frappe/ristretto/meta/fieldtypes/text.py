"""Text of several lines."""

from __future__ import annotations

from ristretto.meta.fieldtypes.base import TextType


class Text(TextType):
    name = "Text"
