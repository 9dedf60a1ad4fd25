"""Decides whether the JSON of a saved report has the shape that its readers rely on; what they mean is theirs. Pure."""

from __future__ import annotations

from typing import Any

from ristretto.context.translate import translate as _
from ristretto.errors import ValidationError

TEXTS = ("order_by", "sort_order", "sort_order_next")
PLACES = ("sort_by", "sort_by_next")
LISTS_OF_PLACES = ("fields", "columns")
OF_A_GROUP = ("field", "doctype", "part", "function")
OF_THE_OLDER_FORM = ("group_by", "aggregate_on", "aggregate_on_field", "aggregate_function")


def check(settings: Any) -> None:
    """Raises ValidationError that names the part which is not as a report keeps it."""
    _need(isinstance(settings, dict), "json")
    for key in TEXTS:
        _need(_is_text(settings.get(key)), key)
    for key in PLACES:
        _need(not settings.get(key) or _is_place(settings[key]), key)
    for key in LISTS_OF_PLACES:
        _need(all(map(_is_place, _rows(settings, key))), key)
    _need(all(isinstance(row, list | tuple) for row in _rows(settings, "filters")), "filters")
    _need(str(settings.get("page_length") or 0).isdigit(), "page_length")
    _need(isinstance(settings.get("chart_args") or {}, dict), "chart_args")
    _check_summary(settings.get("summary") or {})
    older = settings.get("group_by")
    if isinstance(older, dict):
        _need(all(_is_text(older.get(key)) for key in OF_THE_OLDER_FORM), "group_by")


def _check_summary(given: Any) -> None:
    _need(isinstance(given, dict), "summary")
    across = given.get("across")
    for group in (*_rows(given, "rows"), *_rows(given, "values"), *([across] if across else [])):
        _need(
            isinstance(group, dict) and all(_is_text(group.get(key)) for key in OF_A_GROUP),
            "summary",
        )


def _rows(holder: dict[str, Any], key: str) -> list[Any]:
    rows = holder.get(key) or []
    _need(isinstance(rows, list), key)
    return list(rows)


def _is_text(value: Any) -> bool:
    return value is None or isinstance(value, str)


def _is_place(entry: Any) -> bool:
    """A name, or a name and whose it is."""
    if isinstance(entry, list | tuple):
        return bool(entry) and isinstance(entry[0], str) and all(map(_is_text, entry))
    return isinstance(entry, str)


def _need(is_right: bool, part: str) -> None:
    if not is_right:
        raise ValidationError(_("The settings of this report cannot be read: {0}").format(part))
