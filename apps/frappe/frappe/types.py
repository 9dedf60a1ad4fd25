"""Names used in annotations of controllers."""

from __future__ import annotations

from typing import Any


class DF:
    """Fieldtypes as annotations; they carry no behaviour."""

    Data = str | None
    Link = str | None
    DynamicLink = str | None
    Select = str
    Text = str | None
    SmallText = str | None
    LongText = str | None
    TextEditor = str | None
    Code = str | None
    HTMLEditor = str | None
    MarkdownEditor = str | None
    Password = str | None
    ReadOnly = str | None
    Attach = str | None
    AttachImage = str | None
    Barcode = str | None
    Color = str | None
    Geolocation = str | None
    Icon = str | None
    Phone = str | None
    Autocomplete = str | None
    Signature = str | None
    JSON = str | dict[str, Any] | None
    Check = int
    Int = int
    Float = float
    Currency = float
    Percent = float
    Rating = float
    Duration = int | None
    Date = Any
    Datetime = Any
    Time = Any
    Literal = Any
    Table = list
    TableMultiSelect = list
