"""The link to leave a record's mails, followed by somebody without an account."""

from __future__ import annotations

from types import SimpleNamespace
from urllib.parse import urlsplit

import frappe
import pytest
from frappe.email.delivery import unsubscribe_address
from ristretto.context import Site
from ristretto.db.connect import connected
from ristretto.web.app import create_app
from web_world import Caller

HTML = {"Accept": "text/html"}


@pytest.fixture
def link(site: Site) -> str:
    """The way out that a mail about an account carries."""
    row = SimpleNamespace(
        reference_doctype="User",
        reference_name="Administrator",
        unsubscribe_method="/api/method/frappe.email.queue.unsubscribe",
        unsubscribe_param=None,
    )
    with connected(site):
        parts = urlsplit(unsubscribe_address(row, "a@x.vn"))
    return f"{parts.path}?{parts.query}"


def left(site: Site) -> list[str]:
    with connected(site):
        return frappe.get_all("Email Unsubscribe", pluck="email")


def test_signed_link_leaves_once(site: Site, link: str) -> None:
    """A forged link changes nothing; the true one writes one record, however often it is followed."""
    caller = Caller(create_app(site.sites_path, site.name))
    forged = caller("GET", link.replace("a%40x.vn", "b%40x.vn"), headers=HTML)
    before = left(site)
    pages = [caller("GET", link, headers=HTML) for _each in range(2)]

    assert (forged.status_code, before) == (200, [])
    assert [page.status_code for page in pages] == [200, 200]
    assert "a@x.vn" in pages[0].text
    assert left(site) == ["a@x.vn"]
