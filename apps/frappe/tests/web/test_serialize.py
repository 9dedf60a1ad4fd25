"""JSON answers: dates as text, decimals as floats, odd values without a crash."""

from __future__ import annotations

import datetime
import decimal
import json
from typing import Any

import pytest
from ristretto.context import AttrDict
from ristretto.web.serialize import to_json

VALUES = [
    (datetime.datetime(2026, 1, 2, 3, 4, 5), "2026-01-02 03:04:05"),
    (datetime.datetime(2026, 1, 2, 3, 4, 5, 678900), "2026-01-02 03:04:05.678900"),
    (datetime.date(2026, 1, 2), "2026-01-02"),
    (datetime.timedelta(hours=9, minutes=8, seconds=7), "9:08:07"),
    (decimal.Decimal("1.50"), 1.5),
    (AttrDict(a=AttrDict(b=1)), {"a": {"b": 1}}),
    ({1: "a"}, {"1": "a"}),
    ({"x"}, ["x"]),
    (b"text", "text"),
    (2**70, 2**70),
    ("Tiếng Việt", "Tiếng Việt"),
    ("\ud800", "\ud800"),
]


@pytest.mark.parametrize(("value", "expected"), VALUES)
def test_values_of_an_answer(value: Any, expected: Any) -> None:
    """What a client parses back."""
    assert json.loads(to_json({"v": value}))["v"] == expected


def test_a_document_drops_its_empty_fields() -> None:
    """9.3: nulls are omitted for documents, kept in plain dicts."""

    class Document:
        def as_dict(self, no_nulls: bool = False) -> dict[str, Any]:
            return {"name": "A"} if no_nulls else {"name": "A", "b": None}

    assert json.loads(to_json([Document(), {"b": None}])) == [{"name": "A"}, {"b": None}]
