"""Adds the indexes that controllers ask for; sites made by 0.1.0 lack those of the framework's DocTypes."""

from __future__ import annotations

from ristretto.site.definitions import tell_all_modules


def execute() -> None:
    tell_all_modules()
