"""URL of one image File."""

from __future__ import annotations

from ristretto.meta.fieldtypes.base import TextType


class AttachImage(TextType):
    name = "Attach Image"
