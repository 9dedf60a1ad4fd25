"""A GeoJSON feature collection as text."""

from __future__ import annotations

from ristretto.meta.fieldtypes.base import TextType


class Geolocation(TextType):
    name = "Geolocation"
    sql_type = "longtext"
