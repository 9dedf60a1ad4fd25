"""Several links, kept as rows of the child DocType in `options`."""

from __future__ import annotations

from ristretto.meta.fieldtypes.base import DisplayType


class TableMultiSelect(DisplayType):
    name = "Table MultiSelect"
