"""Prints: the standard layout, formats by a builder and by hand, letter heads, pages, what is not printed at all."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import frappe
import pytest
from frappe.printing.doctype.print_format.print_format import copy_format
from frappe.utils.pdf import get_pdf
from frappe.www.printview import render
from pypdf import PdfReader
from ristretto.render.environment import _FROM_UTILS, _SAFE_NAMES, _FrappeNames
from ristretto.render.print_style import FACES, FONTS, font_faces
from ristretto.render.printing import print_document, print_language_of

Make = Callable[..., str]
FIELDS = [
    {"fieldname": "general", "fieldtype": "Section Break", "label": "General"},
    {"fieldname": "subject", "fieldtype": "Data", "label": "Subject"},
    {"fieldname": "column", "fieldtype": "Column Break"},
    {"fieldname": "count", "fieldtype": "Int", "label": "Count"},
    {"fieldname": "secret", "fieldtype": "Data", "label": "Secret", "print_hide": 1},
    {"fieldname": "empty_part", "fieldtype": "Section Break", "label": "Empty part"},
    {"fieldname": "nothing", "fieldtype": "Data", "label": "Nothing"},
]


@pytest.fixture
def paper(ctx: Any, make_doctype: Make) -> Any:
    doctype = make_doctype(fields=FIELDS)
    values = {"subject": "Đơn <đề nghị>", "count": 0, "secret": "unseen"}
    return frappe.get_doc({"doctype": doctype, **values}).insert()


def make_format(doc: Any, **values: Any) -> str:
    record = {"doctype": "Print Format", "name": f"Format of {doc.doctype}", "standard": "No"}
    return str(frappe.get_doc({**record, "doc_type": doc.doctype, **values}).insert().name)


def make_head(**values: Any) -> str:
    record = {"doctype": "Letter Head", "letter_head_name": "Agency", "source": "HTML"}
    return str(frappe.get_doc({**record, **values}).insert().name)


def test_the_standard_layout(paper: Any) -> None:
    """Sections with something in them, columns side by side, zero as zero, nothing that is hidden from prints."""
    html = print_document(paper).html

    assert "&lt;đề nghị&gt;" in html
    assert '<div class="columns">' in html
    assert '<label>Count</label><div class="value">0</div>' in html
    assert "unseen" not in html
    assert "Empty part" not in html


def test_an_arranged_format(paper: Any) -> None:
    """Order, labels and headings are those of the builder; own HTML stands between."""
    data = [
        {"fieldname": "print_heading_template", "options": "<h2>PHIẾU {{ doc.subject }}</h2>"},
        {"fieldname": "count", "label": "Số lượng"},
        {"fieldname": "_custom_html", "options": "<p>Kính gửi: {{ doc.doctype }}</p>"},
        {"fieldname": "subject"},
        {"fieldname": "nothing", "print_hide": 1},
    ]
    name = make_format(paper, format_data=json.dumps(data), print_format_builder=1)
    html = print_document(paper, name).html

    places = [html.index(text) for text in ("PHIẾU", "Số lượng", "Kính gửi", "Subject")]
    assert places == sorted(places)
    assert f"Kính gửi: {paper.doctype}" in html


def test_a_format_by_hand(paper: Any) -> None:
    """It places its letter head itself, by name or by the macro that stock's formats import."""
    make_head(content="<b>UBND {{ doc.subject }}</b>", is_default=1)
    macro = (
        '{% from "templates/print_formats/standard_macros.html" import add_header %}'
        "{{ add_header(1, 1, doc, letter_head, no_letterhead, footer, print_settings) }}<p>{{ doc.name }}</p>"
    )
    name = make_format(paper, custom_format=1, html=macro)
    with_head = print_document(paper, name).html
    without = print_document(paper, name, with_letterhead=False).html

    assert with_head.count("UBND Đơn") == 1
    assert "UBND" not in without
    assert paper.name in without


def test_letter_heads(paper: Any) -> None:
    """A picture with its size and side; a named one goes before the default; one that is not there is an error."""
    make_head(letter_head_name="First", content="default head", is_default=1)
    picture = {"source": "Image", "image": "/files/a.png", "image_height": 40, "align": "Center"}
    make_head(letter_head_name="Second", footer="at the foot", **picture)
    html = print_document(paper, letterhead="Second").html

    assert "default head" in print_document(paper).html
    assert "default head" not in html
    assert 'text-align:center"><img src="/files/a.png"' in html
    assert "height:40.0px" in html
    assert "at the foot" in html
    with pytest.raises(frappe.DoesNotExistError):
        print_document(paper, letterhead="Third")


def test_the_page_of_a_format(paper: Any) -> None:
    """Margins and the place of the number become rules of the page; own style comes last."""
    values = {
        "margin_top": 30,
        "margin_left": 0,
        "page_number": "Bottom Right",
        "css": ".own{color:red}",
    }
    style = print_document(paper, make_format(paper, **values)).style

    assert "margin-top:30.0mm;margin-right:15.0mm" in style
    assert "margin-left:0.0mm" in style
    assert "@bottom-right{content:counter(page)" in style
    assert style.endswith(".own{color:red}")


def test_drafts_and_cancelled(ctx: Any, make_doctype: Make) -> None:
    """Print Settings keep them from being printed, and a draft says that it is one."""
    doctype = make_doctype(fields=FIELDS, is_submittable=1)
    draft = frappe.get_doc({"doctype": doctype, "subject": "x"}).insert()

    assert "docstatus" in print_document(draft).html
    assert "docstatus" not in print_document(draft, settings={"add_draft_heading": 0}).html
    with pytest.raises(frappe.PermissionError):
        print_document(draft, settings={"allow_print_for_draft": 0})
    draft.submit()
    draft.cancel()
    with pytest.raises(frappe.PermissionError):
        print_document(draft)
    assert print_document(draft, settings={"allow_print_for_cancelled": 1})


def test_a_broken_format_is_named(paper: Any) -> None:
    """An arrangement that is no list, a format of another form."""
    broken = make_format(paper, format_data='{"a": 1}')
    with pytest.raises(frappe.ValidationError, match="list of fields"):
        print_document(paper, broken)
    other = frappe.get_doc({"doctype": "ToDo", "description": "x"}).insert()
    with pytest.raises(frappe.DoesNotExistError):
        print_document(other, broken)


def test_every_promised_name_is_there(ctx: Any) -> None:
    """What templates may call under `frappe.` exists."""
    names = _FrappeNames()

    assert [
        name for name in (*_SAFE_NAMES, *_FROM_UTILS) if not callable(getattr(names, name))
    ] == []


def test_bundled_letters() -> None:
    """Four faces with every Vietnamese letter, so that no word mixes fonts."""
    from fontTools.ttLib import TTFont

    letters = "ăâđêôơưĂÂĐÊÔƠƯ" + "".join(chr(code) for code in range(0x1EA0, 0x1EFA))
    for name, _weight, _style in FACES:
        known = TTFont(FONTS / f"Tinos-{name}.woff2").getBestCmap()
        assert [letter for letter in letters if ord(letter) not in known] == []
    assert font_faces().count("@font-face") == 2 * len(FACES)


def test_styles_and_letters(paper: Any) -> None:
    """A Print Style and the letters of Print Settings come before the format's own rules; bad names add nothing."""
    values = {"print_style_name": "Plain", "css": ".print-format td{border:0}"}
    frappe.get_doc({"doctype": "Print Style", **values}).insert()
    name = make_format(paper, css=".own{color:red}", font='x"} body{display:none')
    style = print_document(
        paper, name, settings={"print_style": "Plain", "font": "Arial", "font_size": 13}
    ).style

    assert "td{border:0}" in style
    assert '.print-format{font-family:"Arial",Tinos,serif;font-size:13pt}' in style
    assert style.index("td{border:0}") < style.index('"Arial"') < style.index(".own{")
    assert "body{display" not in style
    assert "td{border:0}" in print_document(paper, style="Plain").style
    frappe.db.set_value("Print Style", "Plain", "disabled", 1)
    assert "td{border:0}" not in print_document(paper, style="Plain").style


def test_commands_of_a_label_printer(paper: Any) -> None:
    """A format for raw printing is no page: it is refused in words."""
    name = make_format(paper, raw_printing=1)
    with pytest.raises(frappe.ValidationError, match="label printer"):
        print_document(paper, name)


def test_people_by_their_names(ctx: Any, make_doctype: Make) -> None:
    """A person on paper is a name, not the address of an account."""
    user = {"doctype": "User", "email": "a@mau.example", "first_name": "Trần Văn Mẫu"}
    frappe.get_doc({**user, "send_welcome_email": 0}).insert()
    person = {"fieldname": "person", "fieldtype": "Link", "options": "User", "label": "Person"}
    doc = frappe.get_doc({"doctype": make_doctype(fields=[person]), "person": "a@mau.example"})

    assert '<div class="value">Trần Văn Mẫu</div>' in print_document(doc.insert()).html


def test_a_print_as_an_attachment(paper: Any) -> None:
    """Page or PDF as Print Settings say, in the wished language, locked with a password, named without blanks."""
    page = {"doctype": paper.doctype, "name": paper.name}
    frappe.db.set_single_value("Print Settings", "send_print_as_pdf", 0)
    html = frappe.attach_print(**page, file_name="Tờ trình 1/2", lang="vi")
    assert html["fname"] == "Tờtrình1-2.html"
    assert "Đơn &lt;đề nghị&gt;" in html["fcontent"].decode()

    frappe.db.set_single_value("Print Settings", "send_print_as_pdf", 1)
    locked = frappe.attach_print(**page, password="kín")["fcontent"]
    reader = PdfReader(io.BytesIO(locked))
    assert reader.is_encrypted
    assert reader.decrypt("kín")


def test_the_size_of_a_page(ctx: Any) -> None:
    """Options of the call, else the page itself, else Print Settings; what is no length or size is refused."""
    frappe.db.set_single_value("Print Settings", "pdf_page_size", "A5")
    assert sizes(get_pdf("<p>x</p>")) == [(148, 210)]
    options = {"page-size": "A4", "orientation": "Landscape"}
    assert sizes(get_pdf("<p>x</p>", options)) == [(297, 210)]
    assert sizes(get_pdf("<style>@page{size:A4}</style><p>x</p>")) == [(210, 297)]
    for wrong in ({"page-size": "A4;}"}, {"margin-top": "1mm} body{"}):
        with pytest.raises(frappe.ValidationError):
            get_pdf("<p>x</p>", wrong)


def sizes(content: bytes) -> list[tuple[int, int]]:
    boxes = [page.mediabox for page in PdfReader(io.BytesIO(content)).pages]
    return [(round(box.width / 72 * 25.4), round(box.height / 72 * 25.4)) for box in boxes]


def test_a_copy_of_a_format(paper: Any) -> None:
    """A format of one's own begins as another one is; who may make none is refused, a known name too."""
    name = make_format(paper, custom_format=1, html="<p>{{ doc.subject }}</p>", css=".own{}")
    copy = frappe.get_doc("Print Format", copy_format(name, "Mẫu của tỉnh"))

    assert (copy.name, copy.standard, copy.custom_format) == ("Mẫu của tỉnh", "No", 1)
    assert (copy.html, copy.css) == ("<p>{{ doc.subject }}</p>", ".own{}")
    with pytest.raises(frappe.DuplicateEntryError):
        copy_format(name, "Mẫu của tỉnh")
    frappe.set_user("Guest")
    with pytest.raises(frappe.PermissionError):
        copy_format(name, "Mẫu khác")


def test_the_heading_that_a_record_chose(ctx: Any, make_doctype: Make) -> None:
    """A Print Heading takes the place of the form's name, in the standard layout and in the macro of formats."""
    link = {"fieldname": "select_print_heading", "fieldtype": "Link", "options": "Print Heading"}
    doctype = make_doctype(fields=[*FIELDS, {**link, "label": "Heading", "print_hide": 1}])
    heading = {"doctype": "Print Heading", "print_heading": "GIẤY MỜI & HỌP"}
    heading = frappe.get_doc(heading).insert().name
    doc = frappe.get_doc({"doctype": doctype, "subject": "x", "select_print_heading": heading})
    doc.insert()
    top = f'<h2>GIẤY MỜI &amp; HỌP<small class="sub-heading">{doc.name}</small></h2>'
    macro = (
        '{% from "templates/print_formats/standard_macros.html" import add_header %}'
        "{{ add_header(1, 1, doc, letter_head, no_letterhead, footer, print_settings) }}"
    )
    name = make_format(doc, custom_format=1, html=macro)

    assert top in print_document(doc).html
    assert doctype not in print_document(doc).html
    assert top in print_document(doc, name).html
    doc.sub_heading = "Lần 2"
    assert '<small class="sub-heading">Lần 2</small>' in print_document(doc).html
    assert '<small class="sub-heading">Lần 2</small>' in print_document(doc, name).html


def test_a_heading_that_nobody_wrote(ctx: Any, make_doctype: Make) -> None:
    """A record cannot choose words that are not in the list."""
    link = {"fieldname": "select_print_heading", "fieldtype": "Link", "options": "Print Heading"}
    doctype = make_doctype(fields=[*FIELDS, {**link, "label": "Heading"}])

    with pytest.raises(frappe.LinkValidationError):
        frappe.get_doc({"doctype": doctype, "select_print_heading": "NOWHERE"}).insert()


def test_the_language_of_a_format(paper: Any) -> None:
    """A format speaks its own language, unless one is asked for; one without a language speaks the reader's."""
    html = "<p>{{ _('Draft') }}</p>"
    english = make_format(paper, custom_format=1, html=html, default_print_language="en")
    plain = make_format(paper, name="Plain format", custom_format=1, html=html)
    frappe.local.lang = "vi"

    assert "Draft" in render(paper, english, None, None).html
    assert "Dự thảo" in render(paper, english, None, None, language="vi").html
    assert "Dự thảo" in render(paper, plain, None, None).html
    frappe.form_dict["_lang"] = "vi"
    assert "Dự thảo" in render(paper, english, None, None).html
    assert frappe.local.lang == "vi"


def test_the_language_of_a_record(ctx: Any, make_doctype: Make) -> None:
    """It goes before the format's; a code that is no language of the site counts for nothing; a mail obeys as well."""
    language = {"fieldname": "language", "fieldtype": "Data", "label": "Language"}
    doctype = make_doctype(fields=[*FIELDS, language])
    doc = frappe.get_doc({"doctype": doctype, "language": "vi"}).insert()
    html = "<p>{{ _('Draft') }}</p>"
    name = make_format(doc, custom_format=1, html=html, default_print_language="en")
    frappe.db.set_single_value("Print Settings", "send_print_as_pdf", 0)
    frappe.local.lang = "en"

    assert "Dự thảo" in render(doc, name, None, None).html
    mail = {"doctype": doctype, "name": doc.name, "print_format": name}
    assert "Dự thảo" in frappe.attach_print(**mail)["fcontent"].decode()
    assert "Draft" in frappe.attach_print(**mail, lang="en")["fcontent"].decode()
    doc.db_set("language", "klingon")
    assert print_language_of(doc, name) is None
