"""Decides what a DocType is: JSON and customisations become an immutable `Meta`. Pure, no input or output."""

from ristretto.meta.build import build_meta
from ristretto.meta.field import Field, Perm, Row
from ristretto.meta.model import Meta

__all__ = ["Field", "Meta", "Perm", "Row", "build_meta"]
