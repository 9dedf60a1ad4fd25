"""Vietnamese is complete: every text of the framework and the desk has one row in its table."""

from __future__ import annotations

import csv
import re

from frappe.translate import TRANSLATE_PATTERN
from translation_sources import DESK_LABEL, DESK_TEXT, FRAMEWORK, is_words, sources, texts_of_form

TABLE = FRAMEWORK / "translations" / "vi.csv"
PLACE = re.compile(r"\{\w*\}")


def rows() -> list[list[str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_every_text_has_a_row() -> None:
    """No label, choice, role or message is shown in English to a Vietnamese clerk."""
    known = {row[0] for row in rows()}

    missing = {text: place for text, place in sources().items() if text not in known}

    assert missing == {}


def test_no_row_is_left_over() -> None:
    """A row whose text was reworded would hide that the new one is missing."""
    needed = sources()

    assert [row[0] for row in rows() if row[0] not in needed] == []


def test_a_context_is_a_form_that_uses_the_word() -> None:
    """A third column keeps a word of one form when an app gives the same word another meaning."""
    wrong = [row for row in rows() if len(row) > 2 and row[0] not in texts_of_form(row[2])]

    assert wrong == []


def test_rows_are_sorted_and_unique() -> None:
    """A merge of two branches shows at once which rows came from where."""
    keys = [(row[0], row[2] if len(row) > 2 else "") for row in rows()]

    assert sorted(set(keys)) == keys


def test_every_row_holds_the_same_places_for_values() -> None:
    """A lost {0} would hide the name that the sentence is about."""
    differing = [
        row[0] for row in rows() if set(PLACE.findall(row[0])) != set(PLACE.findall(row[1]))
    ]

    assert differing == []


def test_every_row_is_whole() -> None:
    """Source, translation and perhaps a context; nothing empty, no blank before the words."""
    broken = [
        row
        for row in rows()
        if len(row) not in (2, 3) or not row[1].strip() or row[1] != row[1].lstrip()
    ]

    assert broken == []


def test_the_finders_see_what_they_look_for() -> None:
    """A pattern that found nothing would make the other tests say yes to everything."""
    found = sources()

    assert len(found) > 1500
    assert {"Save the record", "Name"} == {
        DESK_TEXT.search("{{ __('Save the record') }}").group(2),  # type: ignore[union-attr]
        DESK_LABEL.search("{ label: 'Name' }").group(2),  # type: ignore[union-attr]
    }
    assert re.search(TRANSLATE_PATTERN, '_("Not permitted")')
    for text in ("Customize Form", "Text Editor", "Monday", "is not a number", "Workspace Manager"):
        assert text in found


def test_codes_and_marks_need_no_translation() -> None:
    """Formats, numbers and punctuation read the same in every language."""
    assert not is_words("#,###.##")
    assert not is_words("{0}: {1}")
    assert is_words("Đã lưu")
