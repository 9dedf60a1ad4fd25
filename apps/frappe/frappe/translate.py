"""Words of the interface by language.

Files of the installed apps, then the site's Translation records.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ristretto.context import current, has_context, translations
from ristretto.db import metas, stamps
from ristretto.web.listing import parse_object

import frappe

TRANSLATE_PATTERN = r"_\(\s*(['\"])(?P<text>.*?)\1"


def _records(lang: str) -> dict[str, str]:
    """The site's own Translation records of a language."""
    if not has_context() or not metas.table_exists("tabTranslation"):
        return {}
    rows = current().db.execute(
        "SELECT `source_text`, `translated_text`, `context` "
        "FROM `tabTranslation` WHERE `language` = ?",
        (lang,),
    )
    out = {}
    for source, translated, context in rows:
        text = (
            frappe.utils.strip_html_tags(source or "")
            if frappe.utils.is_html(source)
            else source or ""
        )
        key = text.strip()
        out[f"{key}:{context}" if context else key] = translated
    return out


translations.overlay(_records)


def get_all_translations(lang: str | None) -> dict[str, str]:
    """source (or `source:context`) -> translation; empty for English without records."""
    return translations.load(current().site, lang) if lang else {}


def get_translations_from_apps(lang: str, apps: list[str] | None = None) -> dict[str, str]:
    """Messages of the apps' files alone."""
    merged: dict[str, str] = {}
    for app in apps or frappe.get_installed_apps():
        merged.update(get_translations_from_csv(lang, app))
    return merged


def get_translations_from_csv(lang: str, app: str) -> dict[str, str]:
    return translations.read_csv(Path(frappe.get_app_path(app, "translations", f"{lang}.csv")))


def get_user_translations(lang: str) -> dict[str, str]:
    return _records(lang)


def get_messages_for_boot() -> dict[str, str]:
    """Everything the desk needs, in the request's language."""
    return get_all_translations(frappe.local.lang)


get_dict_for_boot = get_messages_for_boot


def load_lang(lang: str, apps: list[str] | None = None) -> dict[str, str]:
    return get_translations_from_apps(lang, apps) if apps else get_all_translations(lang)


get_full_dict = get_all_translations


def clear_cache() -> None:
    """Translations changed: every process reads them again after this transaction."""
    stamps.bump()
    current().site.cache("translations").clear()


# languages ----------------------------------------------------------------------------------------


def get_parent_language(lang: str) -> str | None:
    """`pt` of `pt-BR`; None for a language without a region."""
    chain = translations.language_chain(lang)
    return chain[0] if len(chain) > 1 else None


def get_lang_dict() -> dict[str, str]:
    """Language names by code."""
    rows = frappe.get_all("Language", fields=["language_name", "name"], order_by="modified")
    return {row.language_name: row.name for row in rows}


def get_lang_code(lang: str) -> str | None:
    return frappe.db.get_value("Language", {"name": lang}) or frappe.db.get_value(
        "Language", {"language_name": lang}
    )


def get_user_lang(user: str | None = None) -> str:
    """The user's language, else the site's, else English."""
    user = user or frappe.session.user
    own = frappe.get_cached_value("User", user, "language") if user != "Guest" else None
    return own or frappe.db.get_default("lang") or frappe.db.get_default("language") or "en"


def set_default_language(lang: str) -> None:
    """Make a language the site's."""
    if frappe.db.get_default("lang") != lang:
        frappe.db.set_default("lang", lang)
    frappe.local.lang = lang


def get_language(lang_list: list[str] | None = None) -> str:
    """The language of a request: `_lang`, cookie, the browser's wishes, the site's."""
    wished = frappe.form_dict.get("_lang")
    known = set(get_all_languages())
    if wished and get_lang_code(wished):
        return str(get_lang_code(wished))
    for code in [get_preferred_language_cookie(), *(lang_list or [])]:
        if not code:
            continue
        if code in known:
            return code
        parent = get_parent_language(code)
        if parent in known:
            return str(parent)
    return frappe.db.get_default("lang") or "en"


def get_preferred_language_cookie() -> str | None:
    request = frappe.local.request
    return request.cookies.get("preferred_language") if request else None


@frappe.whitelist(allow_guest=True)
def get_all_languages(with_language_name: bool = False) -> list[Any]:
    """Codes of the enabled languages, or code and name of each."""
    filters = {"enabled": 1}
    if not with_language_name:
        return frappe.get_all("Language", filters=filters, pluck="name")
    return frappe.get_all(
        "Language",
        filters=filters,
        fields=["language_code", "language_name"],
        order_by="name desc",
    )


def get_translated_doctypes() -> list[str]:
    """DocTypes whose record names are translated where they are shown."""
    marked = frappe.get_all("DocType", filters={"translated_doctype": 1}, pluck="name")
    custom = frappe.get_all(
        "Property Setter",
        filters={"property": "translated_doctype", "value": "1"},
        pluck="doc_type",
    )
    return list(dict.fromkeys([*marked, *custom]))


# records ------------------------------------------------------------------------------------------


@frappe.whitelist()
def update_translations_for_source(
    source: str | None = None, translation_dict: str | dict[str, str] | None = None
) -> dict[str, str] | None:
    """Set, change or (with an empty text) remove translations of one source text."""
    if not (source and translation_dict):
        return None
    wanted = parse_object(translation_dict, "translation_dict")
    for row in frappe.get_all(
        "Translation", fields=["name", "language"], filters={"source_text": source}
    ):
        text = wanted.pop(row.language, None)
        if text is None:
            continue
        doc = frappe.get_doc("Translation", row.name)
        if not text:
            doc.delete()
        elif doc.translated_text != text:
            doc.translated_text = text
            doc.save()
    for language, text in wanted.items():
        if text:
            doc = frappe.new_doc("Translation")
            doc.update({"language": language, "source_text": source, "translated_text": text})
            doc.save()
    clear_cache()
    return wanted


@frappe.whitelist()
def get_translations(source_text: str) -> list[Any]:
    """Existing translations of one source text."""
    text = (
        frappe.utils.strip_html_tags(source_text)
        if frappe.utils.is_html(source_text)
        else source_text
    )
    return frappe.get_list(
        "Translation",
        fields=["name", "language", "translated_text as translation"],
        filters={"source_text": text},
    )


# files --------------------------------------------------------------------------------------------


def read_csv_file(path: str) -> list[list[str]]:
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def write_csv_file(path: str, app_messages: list[Any], lang_dict: dict[str, str]) -> None:
    """Write source, translation, context of the messages that have a translation."""
    rows = []
    for message in app_messages:
        source = message[1] if len(message) > 1 else message[0]
        context = message[2] if len(message) > 2 else None
        key = f"{source}:{context}" if context else source
        text = lang_dict.get(key) or lang_dict.get(source)
        if text:
            rows.append([source, text] + ([context] if context else []))
    with Path(path).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(sorted(rows))


@contextmanager
def print_language(language: str | None) -> Iterator[None]:
    """Speak another language inside the block (printing for somebody abroad)."""
    before = frappe.local.lang
    if language:
        frappe.local.lang = language
    try:
        yield
    finally:
        frappe.local.lang = before
