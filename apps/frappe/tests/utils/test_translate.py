"""Translations: files of apps in order, the site's records over them."""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import frappe
from frappe.translate import get_all_translations, update_translations_for_source
from ristretto.context import translations
from ristretto.web.serialize import to_json


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


def test_a_text_of_a_constant_is_looked_up_where_it_is_shown(ctx: Any) -> None:
    """Made before anybody's language is known; joined, formatted and sent as what that person reads."""
    text = frappe._lt("Zebra crossing")
    update_translations_for_source("Zebra crossing", {"vi": "Vạch sang đường"})
    assert f"{text}" == "Zebra crossing"
    frappe.local.lang = "vi"

    assert [str(text), text + "!", f"{text}", text.upper()] == [
        "Vạch sang đường",
        "Vạch sang đường!",
        "Vạch sang đường",
        "VẠCH SANG ĐƯỜNG",
    ]
    assert json.loads(to_json({"label": text})) == {"label": "Vạch sang đường"}
    frappe.msgprint(text)
    assert frappe.message_log[-1].message == "Vạch sang đường"


def test_what_is_no_text_is_looked_up_as_its_text(ctx: Any) -> None:
    """Numbers in the place of texts come back as they are."""
    assert frappe._(5) == 5
    assert frappe._(msg="Save", lang="vi") == frappe._("Save", "vi")
