"""A few lines of text."""

from __future__ import annotations

from ristretto.meta.fieldtypes.base import TextType


class SmallText(TextType):
    name = "Small Text"
