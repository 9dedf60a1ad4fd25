"""A JSON object, kept and read as text."""

from __future__ import annotations

import json
from typing import Any

from ristretto.meta.fieldtypes.base import EMPTY, TextType


class JSON(TextType):
    name = "JSON"
    sql_type = "longtext"

    def cast(self, value: Any) -> Any:
        if value == "":
            return None
        return json.dumps(value, separators=(",", ":")) if isinstance(value, dict) else value

    def problem(self, value: Any) -> str | None:
        if value in EMPTY or isinstance(value, dict):
            return None
        try:
            json.loads(value)
        except (TypeError, ValueError):
            return "is not valid JSON"
        return None
