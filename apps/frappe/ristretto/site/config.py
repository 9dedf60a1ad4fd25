"""Decides what a line of configuration means and where it is written: site_config.json or the common one.

Values typed on a command line follow the contract (12.4): without `parse`, "0" and "1" are numbers,
"true" and "false" booleans, "None" removes the key, everything else stays text.
"""

from __future__ import annotations

import ast
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ristretto.context.site import COMMON_CONFIG_NAME, CONFIG_NAME, read_json
from ristretto.errors import ValidationError

REMOVE = object()
_WORDS: dict[str, Any] = {"0": 0, "1": 1, "true": True, "false": False, "None": REMOVE}


def parse_value(text: str, *, as_literal: bool = False) -> Any:
    """The value that a command line argument stands for; `REMOVE` asks for the key to go."""
    if as_literal:
        try:
            return ast.literal_eval(text)
        except (ValueError, SyntaxError) as error:
            raise ValidationError(
                f"{text!r} is not a Python literal: quote texts, e.g. --parse \"'text'\""
            ) from error
    return _WORDS.get(text.lower() if text.lower() in ("true", "false") else text, text)


def write_json(path: Path, values: dict[str, Any]) -> None:
    """Replace a JSON file in one step, readable by its owner only: it may hold secrets."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.touch(mode=0o600)
    temporary.write_text(json.dumps(values, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    temporary.replace(path)


def set_value(path: Path, key: str, value: Any) -> None:
    """Store or remove one key of a configuration file."""
    values = read_json(path)
    if value is REMOVE:
        values.pop(key, None)
    else:
        values[key] = value
    write_json(path, values)


def common_path(sites_path: Path) -> Path:
    return sites_path / COMMON_CONFIG_NAME


def site_config_path(sites_path: Path, site: str) -> Path:
    return sites_path / site / CONFIG_NAME


def site_names(sites_path: Path) -> list[str]:
    """Every folder that holds a site_config.json, in order of name."""
    return sorted(path.parent.name for path in sites_path.glob(f"*/{CONFIG_NAME}"))


def default_site(sites_path: Path) -> str | None:
    """The site meant when none is named: environment first, then the common configuration."""
    named = os.environ.get("FRAPPE_SITE") or read_json(common_path(sites_path)).get("default_site")
    return str(named) if named else None


def flatten(values: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Nested configuration as dotted keys, for show-config."""
    for key, value in values.items():
        if isinstance(value, dict):
            yield from flatten(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value
