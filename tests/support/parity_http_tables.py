"""Reads the tables of the HTTP observations: what many answers have in common stands once, under a name (`@3`)."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import parity_ledger

NAMES = parity_ledger.FOLDER / "http_names.json"


def parts() -> list[str]:
    return [name for name in parity_ledger.parts() if name.startswith("http_")]


def load(name: str) -> parity_ledger.Part:
    """The part with every name replaced by what it stands for."""
    names = json.loads(NAMES.read_text(encoding="utf-8"))
    part = parity_ledger.load(name)
    rows = tuple(replace(row, then=_whole(row.then, names)) for row in part.rows)
    return parity_ledger.Part(part.name, rows, part.entries)


def _whole(value: Any, names: dict[str, Any]) -> Any:
    if isinstance(value, dict):
        return {key: _whole(each, names) for key, each in value.items()}
    if isinstance(value, list):
        return [_whole(each, names) for each in value]
    if isinstance(value, str) and value in names:
        return _whole(names[value], names)
    return value
