"""Decides what a text is in a language.

The installed apps' CSV files, a later app over an earlier one.

The key is the source text, or `source:context` for a row with a context. A source registered with
`overlay` comes last: `frappe.translate` adds the site's Translation records that way.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ristretto.context.site import Site

Messages = dict[str, str]
_overlays: list[Callable[[str], Messages]] = []


def overlay(source: Callable[[str], Messages]) -> None:
    """Register `source(lang)`, whose messages win over the files'. Registering twice is once."""
    if source not in _overlays:
        _overlays.append(source)


def load(site: Site, lang: str) -> Messages:
    """Messages of every installed app; `pt-BR` starts from `pt`. Cached per process."""
    cache = site.cache("translations")
    if lang not in cache:
        cache[lang] = _merge(site, lang)
    messages: Messages = cache[lang]
    return messages


def _merge(site: Site, lang: str) -> Messages:
    merged: Messages = {}
    for code in language_chain(lang):
        for app in site.installed_apps:
            merged.update(read_csv(site.app_path(app) / "translations" / f"{code}.csv"))
        for source in _overlays:
            merged.update(source(code))
    return merged


def language_chain(lang: str) -> list[str]:
    """A language after the ones it builds on: `pt-BR` -> `["pt", "pt-BR"]`."""
    lang = lang.replace("_", "-")
    parent = lang.split("-")[0]
    return [parent, lang] if parent != lang else [lang]


def read_csv(path: Path) -> Messages:
    """Messages of one file; rows without a translation are left out, a missing file is empty."""
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        return dict(_messages(csv.reader(file)))


def _messages(rows: Iterable[list[str]]) -> list[tuple[str, str]]:
    found = []
    for row in rows:
        if len(row) < 2 or not row[1].strip():
            continue
        context = row[2].strip() if len(row) > 2 else ""
        source = row[0].replace("\\n", "\n").strip()
        found.append((f"{source}:{context}" if context else source, row[1].replace("\\n", "\n")))
    return found
