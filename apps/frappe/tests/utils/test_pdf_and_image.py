"""PDFs and pictures: what is printed, what is never fetched, and what is refused."""

from __future__ import annotations

import io
from typing import Any

import frappe
import pytest
from frappe.utils.image import optimize_image, resize_images, strip_exif_data
from frappe.utils.pdf import get_pdf, page_rule
from PIL import Image
from pypdf import PdfReader, PdfWriter

TEXT = "Quyết định về hệ thống quản lý chất lượng ở xã Đường Hoa"


def reader(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


def test_vietnamese_is_text(ctx: Any) -> None:
    """The letters of a Vietnamese sentence can be read back from the PDF."""
    assert TEXT in reader(get_pdf(f"<p>{TEXT}</p>")).pages[0].extract_text().replace("\n", " ")


def test_page_size_and_margins(ctx: Any) -> None:
    """Options, else Print Settings, decide the paper; a landscape page is wider than high."""
    box = (
        reader(get_pdf("<p>x</p>", {"page-size": "A5", "orientation": "Landscape"}))
        .pages[0]
        .mediabox
    )

    assert (round(box.width), round(box.height)) == (595, 420)
    assert "margin-top: 30mm" in page_rule({"margin-top": "30mm"})
    assert page_rule({"page-size": "Custom", "page-width": 100, "page-height": "8in"}).startswith(
        "@page { size: 100mm 8in;"
    )
    for wrong in ({"margin-top": "1mm; } body {"}, {"page-size": "A4; } x {"}):
        with pytest.raises(frappe.ValidationError):
            page_rule(wrong)


def test_writer_and_password(ctx: Any) -> None:
    """Pages are added to a given writer; a password encrypts."""
    writer = PdfWriter()
    for text in ("one", "two"):
        assert get_pdf(f"<p>{text}</p>", output=writer) is writer

    assert len(writer.pages) == 2
    assert reader(get_pdf("<p>x</p>", {"password": "pw"})).is_encrypted


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:9/x.png", "file:///etc/passwd", "/private/files/none.png"]
)
def test_nothing_is_fetched(ctx: Any, address: str) -> None:
    """A template's addresses do not make the server look into its network or its disk; the page is printed without."""
    content = get_pdf(f"<p>kept</p><img src='{address}'><iframe src='{address}'></iframe>")

    assert "kept" in reader(content).pages[0].extract_text()


def picture(size: tuple[int, int] = (900, 600), **options: Any) -> bytes:
    output = io.BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(output, **{"format": "JPEG", **options})
    return output.getvalue()


def test_notes_of_the_camera_go() -> None:
    """Exif is gone, the picture is the same size."""
    exif = Image.Exif()
    exif[0x010F] = "Camera of somebody"

    bare = Image.open(io.BytesIO(strip_exif_data(picture(exif=exif), "image/jpeg")))

    assert (bare.size, len(bare.getexif())) == ((900, 600), 0)


def test_smaller_or_as_it_was(ctx: Any, tmp_path: Any) -> None:
    """A picture gets smaller, a drawing and a broken file stay as they are."""
    content = picture(quality=95)

    assert len(optimize_image(content, "image/jpeg")) < len(content)
    assert optimize_image(b"<svg/>", "image/svg+xml") == b"<svg/>"
    assert optimize_image(b"no picture", "image/png") == b"no picture"
    (tmp_path / "a.jpg").write_bytes(content)
    (tmp_path / "note.txt").write_text("x")
    resize_images(str(tmp_path), maxdim=300)
    with Image.open(tmp_path / "a.jpg") as resized:
        assert max(resized.size) == 300
