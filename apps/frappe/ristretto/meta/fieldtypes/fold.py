"""Folds the rest of the form."""

from __future__ import annotations

from ristretto.meta.fieldtypes.base import DisplayType


class Fold(DisplayType):
    name = "Fold"
