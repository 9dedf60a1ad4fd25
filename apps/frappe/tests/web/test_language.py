"""Language of a request (observed A31): `_lang`, the user's, the browser's, the site's,
Vietnamese."""

from __future__ import annotations

import pytest
from ristretto.web.language import choose_language
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

KNOWN = frozenset({"vi", "en", "de", "zh-TW"})
CASES = [
    # asked, user's, site's, Accept-Language, signed in, chosen
    ("de", "vi", "en", None, True, "de"),
    (None, "vi", "en", "de", True, "vi"),
    (None, None, "en", "de", True, "en"),
    (None, None, None, None, False, "vi"),
    (None, None, "en", "de-AT,de;q=0.9", False, "de"),
    (None, None, "en", "fr", False, "en"),
    ("xx", None, "en", None, False, "en"),
    ("<script>", None, None, None, False, "vi"),
    (None, None, None, "zh-TW", False, "zh-TW"),
]


@pytest.mark.parametrize(("asked", "own", "site", "accept", "signed_in", "chosen"), CASES)
def test_the_language_of_a_request(
    asked: str | None,
    own: str | None,
    site: str | None,
    accept: str | None,
    signed_in: bool,
    chosen: str,
) -> None:
    """Unknown codes never come through."""
    headers = {"Accept-Language": accept} if accept else {}
    request = Request(EnvironBuilder(headers=headers).get_environ())
    assert choose_language(request, asked, own, site, KNOWN, signed_in) == chosen


def test_the_desk_speaks_the_language_of_the_site_before_sign_in() -> None:
    """An English browser on an office computer does not make the sign-in page English."""
    request = Request(EnvironBuilder(headers={"Accept-Language": "en-US"}).get_environ())

    chosen = choose_language(request, None, None, "vi", KNOWN, False, browser_counts=False)

    assert chosen == "vi"
