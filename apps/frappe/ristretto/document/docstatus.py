"""Decides what docstatus means: 0 draft, 1 submitted, 2 cancelled."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

from ristretto import errors
from ristretto.context.translate import translate as _


class DocStatus(IntEnum):
    """An integer with questions."""

    DRAFT = 0
    SUBMITTED = 1
    CANCELLED = 2

    @classmethod
    def read(cls, value: Any) -> DocStatus:
        """A status out of what clients send; anything else is refused."""
        try:
            return cls(int(value or 0))
        except (TypeError, ValueError) as error:
            raise errors.ValidationError(
                _("Document status must be 0, 1 or 2, not {0}").format(value)
            ) from error

    def is_draft(self) -> bool:
        return self == 0

    def is_submitted(self) -> bool:
        return self == 1

    def is_cancelled(self) -> bool:
        return self == 2

    @classmethod
    def draft(cls) -> DocStatus:
        return cls.DRAFT

    @classmethod
    def submitted(cls) -> DocStatus:
        return cls.SUBMITTED

    @classmethod
    def cancelled(cls) -> DocStatus:
        return cls.CANCELLED

    def __str__(self) -> str:
        return str(self.value)
