"""URL of one File."""

from __future__ import annotations

from typing import Any

from ristretto.meta.fieldtypes.base import TextType


class Attach(TextType):
    name = "Attach"

    def problem(self, value: Any) -> str | None:
        if not value or isinstance(value, str):
            return None
        return "is not the address of a file"
