"""Configuration: what words on a command line mean, and that writing a file never loses keys."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from ristretto.errors import ValidationError
from ristretto.site import config


@pytest.mark.parametrize(
    ("text", "value"),
    [("0", 0), ("1", 1), ("true", True), ("False", False), ("2", "2"), ("[1]", "[1]"), ("x", "x")],
)
def test_plain_values(text: str, value: Any) -> None:
    """Only 0, 1, true and false change their kind; all else stays text."""
    found = config.parse_value(text)

    assert (found, type(found)) == (value, type(value))


def test_none_asks_for_removal() -> None:
    """`None` removes the key."""
    assert config.parse_value("None") is config.REMOVE


def test_literals_when_asked() -> None:
    """With --parse the text is a Python literal; what is none is refused."""
    assert config.parse_value("{'a': [1, 2]}", as_literal=True) == {"a": [1, 2]}
    with pytest.raises(ValidationError, match="not a Python literal"):
        config.parse_value("import os", as_literal=True)


def test_set_value_keeps_other_keys(tmp_path: Path) -> None:
    """Writing one key leaves the others, and the file is its owner's only."""
    path = tmp_path / "site_config.json"
    path.write_text('{"a": 1, "b": 2}')

    config.set_value(path, "a", config.REMOVE)
    config.set_value(path, "c", "x")

    assert json.loads(path.read_text()) == {"b": 2, "c": "x"}
    assert path.stat().st_mode & 0o077 == 0


def test_site_names_are_folders_with_a_config(tmp_path: Path) -> None:
    """assets/ and half-made folders are no sites."""
    for name in ("b.localhost", "a.localhost"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "site_config.json").write_text("{}")
    (tmp_path / "assets").mkdir()

    assert config.site_names(tmp_path) == ["a.localhost", "b.localhost"]
