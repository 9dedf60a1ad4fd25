"""URL of one File."""

from __future__ import annotations

from ristretto.meta.fieldtypes.base import TextType


class Attach(TextType):
    name = "Attach"
