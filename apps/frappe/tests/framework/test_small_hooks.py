"""Hooks that change one thing: caches that stay, caches of apps, the foot of every mail, sounds of the desk."""

from __future__ import annotations

from typing import Any

import frappe
import pytest
from frappe.boot import get_bootinfo
from frappe.email.email_body import build
from frappe.tests.utils import patch_hooks

CLEARED: list[str] = []


def forget() -> None:
    CLEARED.append("asked")


def test_some_keys_outlive_a_clearing(ctx: Any) -> None:
    """Keys that an app names stay when all caches are cleared, others go."""
    frappe.cache.set_value("kept_counter", 1)
    frappe.cache.set_value("other", 1)
    with patch_hooks({"persistent_cache_keys": ["kept_"]}):
        frappe.clear_cache()

    assert frappe.cache.get_value("kept_counter") == 1
    assert frappe.cache.get_value("other") is None
    frappe.clear_cache()
    assert frappe.cache.get_value("kept_counter") is None


def test_apps_clear_their_own(ctx: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The hook clear_cache is called once for a clearing of everything, not for one DocType."""
    CLEARED.clear()
    with patch_hooks({"clear_cache": [f"{__name__}.forget"]}):
        monkeypatch.setattr("ristretto.context.dotted.get_attr", lambda path: forget)
        frappe.clear_cache(doctype="User")
        frappe.clear_cache()

    assert CLEARED == ["asked"]


def test_the_foot_of_a_mail(ctx: Any) -> None:
    """What apps add stands below every mail, as text and as HTML, unless the site turned it off."""
    with patch_hooks({"default_mail_footer": ["Sent by {{ 'the system' }}"]}):
        mail = build("s", "<p>body</p>", "a@example.com")
        frappe.db.set_default("disable_standard_email_footer", 1)
        bare = build("s", "<p>body</p>", "a@example.com")

    assert [part.get_content().count("Sent by the system") for part in mail.iter_parts()] == [1, 1]
    assert "Sent by" not in bare.as_string()


def test_sounds_reach_the_desk(ctx: Any) -> None:
    """They are part of what the desk starts with."""
    with patch_hooks({"sounds": [{"name": "bell", "src": "/assets/bell.mp3"}]}):
        assert get_bootinfo().sounds == [{"name": "bell", "src": "/assets/bell.mp3"}]
