"""URL of one image File."""

from __future__ import annotations

from ristretto.meta.fieldtypes.attach import Attach


class AttachImage(Attach):
    name = "Attach Image"
