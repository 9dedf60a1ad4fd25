"""Pictures made smaller, or freed of what a camera notes in them."""

from __future__ import annotations

import io
from pathlib import Path

import frappe
from frappe import _

_ENDINGS = {".jpg", ".jpeg", ".png", ".gif"}
_SMALLEST = 200  # pixels: nothing is scaled below it
_SHARE = 0.8  # of the original's sides at most


def resize_images(path: str, maxdim: int = 700) -> None:
    """Scale down, in place, every picture below a folder that is larger than `maxdim` pixels."""
    from PIL import Image

    for file in Path(path).rglob("*"):
        if file.suffix.lower() in _ENDINGS:
            with Image.open(file) as picture:
                if max(picture.size) > maxdim:
                    picture.thumbnail((maxdim, maxdim), Image.Resampling.LANCZOS)
                    picture.save(file)


def strip_exif_data(content: bytes, content_type: str) -> bytes:
    """The same picture without what was noted beside it (place, camera, person)."""
    from PIL import Image

    with Image.open(io.BytesIO(content)) as picture:
        kept = (
            picture.convert("RGB")
            if content_type == "image/jpeg" and picture.mode in ("RGBA", "P")
            else picture
        )
        bare = Image.new(kept.mode, kept.size)
        if kept.mode == "P" and (palette := kept.getpalette()):
            bare.putpalette(palette)
        bare.paste(kept)
        output = io.BytesIO()
        bare.save(output, format=_format(content_type))
    return output.getvalue()


def optimize_image(
    content: bytes,
    content_type: str,
    max_width: int = 1024,
    max_height: int = 768,
    optimize: bool = True,
    quality: int = 85,
) -> bytes:
    """A smaller picture of the same type; the original where that is not smaller, or is no picture."""
    if content_type == "image/svg+xml":
        return content
    from PIL import Image

    try:
        with Image.open(io.BytesIO(content)) as picture:
            exif = picture.getexif()
            width, height = picture.size
            limits = (
                max(min(max_width, width * _SHARE), _SMALLEST),
                max(min(max_height, height * _SHARE), _SMALLEST),
            )
            picture.thumbnail(limits, Image.Resampling.LANCZOS)
            output = io.BytesIO()
            animated = {"save_all": True} if content_type == "image/gif" else {}
            picture.save(
                output,
                format=_format(content_type),
                optimize=optimize,
                quality=quality,
                exif=exif,
                **animated,
            )
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        frappe.msgprint(_("Failed to optimize image: {0}").format(str(error)))
        return content
    return min(output.getvalue(), content, key=len)


def _format(content_type: str) -> str:
    return content_type.partition("/")[2]
