"""Translations: files of apps in order, the site's records over them (contract 1.1)."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import frappe
from frappe.translate import get_all_translations, update_translations_for_source
from ristretto.context import translations


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")


def test_later_apps_win_and_regions_build_on_languages(tmp_path: Path) -> None:
    """`pt-BR` starts from `pt`; the app installed later overrides; a context has its own key."""
    write(
        tmp_path / "a" / "translations" / "pt.csv", "Open,Aberto\nClosed,Fechado\nDate,Data,Fruit\n"
    )
    write(tmp_path / "b" / "translations" / "pt-BR.csv", "Open,Aberta\n\nOnly source\n")
    caches: dict[str, dict[str, Any]] = {}
    site = SimpleNamespace(
        installed_apps=["a", "b"],
        app_path=lambda app: tmp_path / app,
        cache=lambda name: caches.setdefault(name, {}),
    )

    messages = translations.load(site, "pt-BR")

    assert messages == {"Open": "Aberta", "Closed": "Fechado", "Date:Fruit": "Data"}
    assert caches["translations"]["pt-BR"] is messages


def test_records_of_the_site_come_last(ctx: Any) -> None:
    """A Translation record is what people read, and is gone when it is emptied."""
    frappe.local.lang = "vi"
    update_translations_for_source("Zebra crossing", {"vi": "Vạch sang đường"})
    assert frappe._("Zebra crossing") == "Vạch sang đường"
    assert get_all_translations("vi")["Zebra crossing"] == "Vạch sang đường"

    update_translations_for_source("Zebra crossing", {"vi": ""})

    assert frappe._("Zebra crossing") == "Zebra crossing"


def test_unknown_text_stays(ctx: Any) -> None:
    """What nobody translated is shown as it is."""
    frappe.local.lang = "vi"
    assert frappe._("No such text anywhere") == "No such text anywhere"
