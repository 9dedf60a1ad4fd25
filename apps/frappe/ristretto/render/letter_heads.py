"""Decides what stands above and below a print: the letter head that was asked for, else the default one."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any

from ristretto.context import current
from ristretto.errors import DoesNotExistError
from ristretto.render.environment import render_template

_COLUMNS = (
    "`source`, `content`, `image`, `image_height`, `image_width`, `align`, `footer_source`, "
    "`footer`, `footer_image`, `footer_image_height`, `footer_image_width`, `footer_align`"
)


@dataclass(frozen=True)
class LetterHead:
    """HTML of both ends; empty where there is none."""

    content: str = ""
    footer: str = ""


def letter_head_for(doc: Any, name: str | None) -> LetterHead:
    """The named letter head, else the document's own, else the default. A named one that is not there is an error."""
    wanted = name or doc.get("letter_head")
    where = "`name` = ?" if wanted else "`is_default` = 1 and ? is null"
    columns, rows = current().db.fetch(
        f"select {_COLUMNS} from `tabLetter Head` where `disabled` = 0 and {where}", (wanted,)
    )
    if not rows:
        if name:
            raise DoesNotExistError(f"Letter Head {name} not found")
        return LetterHead()
    row = dict(zip(columns, rows[0], strict=True))
    return LetterHead(_end(doc, row, "", "content"), _end(doc, row, "footer_", "footer"))


def _end(doc: Any, row: dict[str, Any], prefix: str, html: str) -> str:
    """A picture, or HTML in which the document's fields can stand."""
    if row[f"{prefix}source"] == "Image" and row[f"{prefix}image"]:
        return _picture(row, prefix)
    return render_template(str(row[html] or ""), {"doc": doc}, is_path=False)


def _picture(row: dict[str, Any], prefix: str) -> str:
    sides = [
        f"{side}:{float(row[f'{prefix}image_{side}'])}px"
        for side in ("height", "width")
        if row[f"{prefix}image_{side}"]
    ]
    align = str(row[f"{prefix}align"] or "Left").lower()
    source = escape(str(row[f"{prefix}image"]))
    return (
        f'<div style="text-align:{escape(align)}">'
        f'<img src="{source}" alt="" style="max-width:100%;{";".join(sides)}"></div>'
    )
