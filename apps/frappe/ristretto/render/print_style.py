"""Decides how prints look: letters that know Vietnamese, margins and page numbers, classes that formats use.

Columns are cells of tables: every program that draws PDFs knows those, not all of them know newer ways.

"Times New Roman" is on the computers of offices. Its twin Tinos is bundled for where PDFs are drawn, so that
every word is of one font.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

FONTS = Path(__file__).resolve().parent / "fonts"
FACES = (
    ("Regular", 400, "normal"),
    ("Bold", 700, "normal"),
    ("Italic", 400, "italic"),
    ("BoldItalic", 700, "italic"),
)
SIDES = ("top", "right", "bottom", "left")
DEFAULT_MARGIN = 15.0  # millimetres
STYLE = """
.print-format{font-family:"Times New Roman",Tinos,serif;font-size:11pt;line-height:1.35;
color:#000;max-width:19cm;margin:auto}
.print-format h1,.print-format .print-heading h2{font-size:15pt;margin:.4cm 0}
.print-format h2{font-size:13pt;margin:.4cm 0 .1cm}.print-format h4{font-size:11.5pt;margin:.35cm 0 .1cm}
.print-format small,.print-format .small{font-size:.85em;font-weight:normal}
.print-format .print-heading .sub-heading{display:block}
.print-format .columns{display:table;table-layout:fixed;width:100%}
.print-format .column-break{display:table-cell;vertical-align:top;padding-right:.5cm}
.print-format .column-break:last-child{padding-right:0}
.print-format .data-field{display:table;table-layout:fixed;width:100%;margin:0 0 .06cm}
.print-format .data-field label{display:table-cell;width:4.6cm;padding-right:.3cm;font-weight:bold}
.print-format .columns .data-field label{width:3.4cm}
.print-format .data-field .value{display:table-cell;overflow-wrap:anywhere}
.print-format table{border-collapse:collapse;width:100%;margin:.2cm 0}
.print-format .table th,.print-format .table td,.print-format .table-bordered th,.print-format .table-bordered td
{border:1px solid #555;padding:.1cm .15cm;text-align:left;vertical-align:top}
.print-format thead{display:table-header-group}.print-format tr{page-break-inside:avoid}
.print-format .row{display:flex;flex-wrap:wrap}
.print-format [class*="col-xs-"],.print-format [class*="col-sm-"]{box-sizing:border-box}
.print-format .text-right,.print-format .table .text-right{text-align:right}
.print-format .text-center,.print-format .table .text-center{text-align:center}
.print-format .text-left{text-align:left}.print-format .bold,.print-format b,.print-format strong{font-weight:bold}
.print-format .page-break{break-after:page}.print-format .page-break:last-child{break-after:auto}
.print-format img{max-width:100%}.print-format .docstatus{border:1px solid;padding:.1cm .3cm;display:inline-block}
.print-format .hidden{display:none}
@media screen{.print-format .visible-pdf{display:none}}
@media print{.print-format{max-width:none;margin:0}.print-format .hidden-pdf:not(#header-html){display:none}
.print-format .page::after{content:counter(page)}.print-format .topage::after{content:counter(pages)}}
""" + "".join(
    f".print-format .col-xs-{n},.print-format .col-sm-{n}{{flex:0 0 {n / 12:.4%};max-width:{n / 12:.4%}}}\n"
    for n in range(1, 13)
)
_PLACES = {
    "Top Left": "top-left",
    "Top Center": "top-center",
    "Top Right": "top-right",
    "Bottom Left": "bottom-left",
    "Bottom Center": "bottom-center",
    "Bottom Right": "bottom-right",
}


def page_style(record: Any) -> str:
    """The `@page` rule of a format: margins in millimetres, and where the number of the page stands."""
    margins = "".join(f"margin-{side}:{_margin(record, side)}mm;" for side in SIDES)
    ends = ""
    place = _PLACES.get(str(record.page_number if record else ""))
    if place:
        ends = f"@{place}{{content:counter(page) ' / ' counter(pages);font:9pt 'Times New Roman',Tinos,serif}}"
    return f"@page{{{margins}{ends}}}\n"


def _margin(record: Any, side: str) -> float:
    value = record.get(f"margin_{side}") if record else None
    return DEFAULT_MARGIN if value in (None, "") else max(0.0, min(float(value), 100.0))


def letters(font: Any, size: Any, unit: str) -> str:
    """The rule for a font and a size that somebody chose; nothing for what is no name of a font."""
    name = str(font or "").strip()
    known = name not in ("", "Default") and name.replace(" ", "").isalnum()
    family = f'font-family:"{name}",Tinos,serif;' if known else ""
    large = f"font-size:{float(size):g}{unit}" if size else ""
    return f".print-format{{{family}{large}}}\n" if family or large else ""


@cache
def font_faces() -> str:
    """`@font-face` rules of the bundled letters, for where a PDF is drawn."""
    return "".join(
        f"@font-face{{font-family:{family};font-weight:{weight};font-style:{style};"
        f'src:url("{(FONTS / f"Tinos-{name}.woff2").as_uri()}")}}\n'
        for family in ('"Times New Roman"', "Tinos")
        for name, weight, style in FACES
    )
