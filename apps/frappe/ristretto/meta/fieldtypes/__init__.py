"""Decides which fieldtypes exist: one module each in this folder, collected in REGISTRY by name."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from ristretto.meta.fieldtypes.base import (
    TEXT_BYTES,
    Column,
    DisplayType,
    Fieldtype,
    TextType,
    VarcharType,
    parse_date,
    parse_datetime,
    parse_number,
    parse_time,
)

__all__ = [
    "REGISTRY",
    "TEXT_BYTES",
    "Column",
    "DisplayType",
    "Fieldtype",
    "TextType",
    "VarcharType",
    "get_fieldtype",
    "parse_date",
    "parse_datetime",
    "parse_number",
    "parse_time",
]


def _collect() -> dict[str, Fieldtype]:
    found: dict[str, Fieldtype] = {}
    for module_info in iter_modules(__path__):
        module = import_module(f"{__name__}.{module_info.name}")
        for value in vars(module).values():
            defined_here = isinstance(value, type) and value.__module__ == module.__name__
            if defined_here and issubclass(value, Fieldtype) and "name" in vars(value):
                found[value.name] = value()
    return found


REGISTRY: dict[str, Fieldtype] = _collect()
_UNKNOWN = VarcharType()


def get_fieldtype(name: str) -> Fieldtype:
    """The fieldtype; short text for a name nobody knows (old definitions must still open)."""
    return REGISTRY.get(name, _UNKNOWN)
