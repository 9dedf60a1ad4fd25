"""A button; its fieldname is a form event."""

from __future__ import annotations

from ristretto.meta.fieldtypes.base import DisplayType


class Button(DisplayType):
    name = "Button"
