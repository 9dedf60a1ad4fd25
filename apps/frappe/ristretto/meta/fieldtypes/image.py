"""Shows the image whose URL stands in the field named by `options`."""

from __future__ import annotations

from ristretto.meta.fieldtypes.base import DisplayType


class Image(DisplayType):
    name = "Image"
