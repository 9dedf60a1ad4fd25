"""What a search ignores, and how MySQL's texts read in SQLite."""

from __future__ import annotations

import pytest
from ristretto.db.fold import fold
from ristretto.db.translate_sql import translate


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đăng ký khai sinh", "dang ky khai sinh"),
        ("TIẾNG VIỆT", "tieng viet"),
        ("Tiếng", "tieng"),
        ("ĐƯỜNG", "duong"),
        ("abc", "abc"),
        ("", ""),
    ],
)
def test_fold(text, folded):
    """Case, accents (composed or not) and the bar of đ are ignored."""
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("query", "values", "sql", "params"),
    [
        ("select %s", ("a",), "select ?", ["a"]),
        ("select %(x)s, %(x)s", {"x": 1}, "select ?, ?", [1, 1]),
        ("where a in %s", (["x", "y"],), "where a in (?, ?)", ["x", "y"]),
        ("where a in %(l)s", {"l": ()}, "where a in (?)", [None]),
        ("a like '%%x%%' and b = %s", ("y",), "a like '%x%' and b = ?", ["y"]),
        ("a like '%x%'", (), "a like '%x%'", []),
        ('a = "it"', (), "a = 'it'", []),
        ("a = 'it''s %s'", (), "a = 'it''s %s'", []),
        ("select %s", "one", "select ?", ["one"]),
    ],
)
def test_placeholders(query, values, sql, params):
    """`%s` and `%(name)s` become parameters, never text; quoted text stays untouched."""
    assert translate(query, values) == (sql, params)
