"""Pictures and PDFs embedded as base64."""

from __future__ import annotations

import base64
from typing import Any


def is_image(filepath: str) -> bool:
    import mimetypes

    return (mimetypes.guess_type(filepath)[0] or "").startswith("image/")


def image_to_base64(image: Any, extn: str) -> bytes:
    """A Pillow image as base64."""
    import io

    buffer = io.BytesIO()
    image.save(buffer, "JPEG" if extn.lower() in ("jpg", "jpeg") else extn)
    return base64.b64encode(buffer.getvalue())


def pdf_to_base64(filename: str) -> bytes | None:
    """The content of a stored PDF as base64; None for another type or a missing file."""
    from pathlib import Path

    from frappe.utils.file_manager import get_file_path

    path = Path(get_file_path(filename))
    if path.suffix.lower() != ".pdf" or not path.exists():
        return None
    return base64.b64encode(path.read_bytes())
