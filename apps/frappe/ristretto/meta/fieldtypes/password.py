"""A secret: the column holds stars, `__Auth` the encrypted value."""

from __future__ import annotations

from ristretto.meta.fieldtypes.base import TextType


class Password(TextType):
    name = "Password"
