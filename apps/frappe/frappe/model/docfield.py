"""Questions about kinds of fields."""


def supports_translation(fieldtype: str) -> bool:
    """Whether a field of this type may be translatable."""
    return fieldtype in ("Data", "Select", "Text", "Small Text", "Text Editor")
