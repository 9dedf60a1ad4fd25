"""Decides the commands that carry texts between an app and its translators: CSV and PO files."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import click

from ristretto.cli.sites import each_site, get_site, pass_context, site_context
from ristretto.context import AttrDict, current
from ristretto.context.dotted import get_attr

ALL_APPS = "_ALL_APPS"


@click.command("get-untranslated")
@click.option("--app", default=ALL_APPS)
@click.argument("lang")
@click.argument("untranslated_file", type=click.Path(path_type=Path))
@click.option("--all", "everything", default=False, is_flag=True, help="Get all message strings")
@pass_context
def get_untranslated(
    obj: AttrDict, app: str, lang: str, untranslated_file: Path, everything: bool
) -> None:
    "Get untranslated strings for language"
    with site_context(str(get_site(obj))):
        wanted = [text for each in _apps(app) for text in _texts(each)]
        known = {} if everything else _known(lang)
        missing = [text for text in dict.fromkeys(wanted) if text not in known]
    untranslated_file.write_text("\n".join(map(_one_line, missing)) + "\n", encoding="utf-8")
    click.echo(f"{len(missing)} of {len(set(wanted))} texts are written to {untranslated_file}")


@click.command("update-translations")
@click.option("--app", default=ALL_APPS)
@click.argument("lang")
@click.argument("untranslated_file", type=click.Path(path_type=Path, exists=True))
@click.argument("translated-file", type=click.Path(path_type=Path, exists=True))
@pass_context
def update_translations(
    obj: AttrDict, app: str, lang: str, untranslated_file: Path, translated_file: Path
) -> None:
    "Update translated strings"
    texts, translated = _lines(untranslated_file), _lines(translated_file)
    if len(texts) != len(translated):
        raise click.ClickException(
            f"{untranslated_file} has {len(texts)} lines, {translated_file} {len(translated)}"
        )
    pairs = dict(zip(texts, translated, strict=True))
    with site_context(str(get_site(obj))):
        for each in _apps(app):
            click.echo(f"{each}: {_merge(each, lang, pairs, only=set(_texts(each)))} texts")


@click.command("import-translations")
@click.argument("lang")
@click.argument("path", type=click.Path(path_type=Path, exists=True))
@pass_context
def import_translations(obj: AttrDict, lang: str, path: Path) -> None:
    "Update translated strings from a CSV file"
    pairs = {row[0]: row[1] for row in _rows(path) if len(row) > 1 and row[1]}
    with site_context(str(get_site(obj))):
        for each in _apps(ALL_APPS):
            click.echo(f"{each}: {_merge(each, lang, pairs, only=set(_texts(each)))} texts")


@click.command("migrate-translations")
@click.argument("source-app")
@click.argument("target-app")
@pass_context
def migrate_translations(obj: AttrDict, source_app: str, target_app: str) -> None:
    "Migrate target-app-specific translations from source-app to target-app"
    with site_context(str(get_site(obj))):
        wanted = set(_texts(target_app))
        for path in sorted(_folder(source_app).glob("*.csv")):
            pairs = {row[0]: row[1] for row in _rows(path) if len(row) > 1}
            count = _merge(target_app, path.stem, pairs, only=wanted)
            click.echo(f"{path.stem}: {count} texts")


@click.command("new-language")
@click.argument("lang_code")
@click.argument("app")
@pass_context
def new_language(obj: AttrDict, lang_code: str, app: str) -> None:
    """Create lang-code.csv for given app"""
    with site_context(str(get_site(obj))):
        if not current().db.execute("SELECT 1 FROM `tabLanguage` WHERE `name` = ?", (lang_code,)):
            raise click.ClickException(
                f"There is no Language {lang_code}: add it on the site first"
            )
        _write(_folder(app) / f"{lang_code}.csv", [[text, ""] for text in sorted(_texts(app))])
    click.echo(f"Fill the second column of {_folder_name(app, lang_code)}")


@click.command("build-message-files")
@pass_context
def build_message_files(obj: AttrDict) -> None:
    "Build message files for translation"
    for name in each_site(obj):
        with site_context(name) as context:
            get_attr("frappe.translate.clear_cache")()
            context.db.commit()


@click.command("generate-pot-file", help="Translation: generate POT file")
@click.option("--app", help="Only generate for this app. eg: frappe")
@pass_context
def generate_pot_file(obj: AttrDict, app: str | None) -> None:
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import write_po

    with site_context(str(get_site(obj))):
        for each in [app] if app else _apps(ALL_APPS):
            catalog = Catalog(project=each, charset="utf-8")
            for text in sorted(_texts(each)):
                catalog.add(text)
            path = _locales(each) / "main.pot"
            path.parent.mkdir(exist_ok=True)
            with path.open("wb") as file:
                write_po(file, catalog, sort_output=True)
            click.echo(f"{path}: {len(catalog)} texts")


@click.command("compile-po-to-mo", help="Translation: compile PO files to MO files")
@click.option("--app", help="Only compile for this app. eg: frappe")
@click.option("--force", is_flag=True, default=False, help="Compile also what did not change")
@click.option("--locale", help="Compile transaltions only for this locale. eg: de")
@pass_context
def compile_po_to_mo(obj: AttrDict, app: str | None, force: bool, locale: str | None) -> None:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with site_context(str(get_site(obj))):
        for each in [app] if app else _apps(ALL_APPS):
            for path in sorted(_locales(each).glob(f"{locale or '*'}.po")):
                target = path.with_suffix(".mo")
                if target.exists() and not force and target.stat().st_mtime >= path.stat().st_mtime:
                    continue
                with path.open("rb") as source, target.open("wb") as file:
                    write_mo(file, read_po(source))
                click.echo(str(target))


def _apps(app: str) -> list[str]:
    return list(current().site.installed_apps) if app == ALL_APPS else [app]


def _texts(app: str) -> list[str]:
    """What the app shows: its sources' messages, its definitions' labels and choices."""
    from ristretto.site.messages import texts_of

    return texts_of(app)


def _known(lang: str) -> dict[str, str]:
    found: dict[str, str] = get_attr("frappe.translate.get_translations_from_apps")(lang)
    return found


def _folder(app: str) -> Path:
    return Path(current().site.app_path(app)) / "translations"


def _folder_name(app: str, lang: str) -> str:
    return f"{app}/translations/{lang}.csv"


def _locales(app: str) -> Path:
    return Path(current().site.app_path(app)) / "locale"


def _merge(app: str, lang: str, pairs: dict[str, str], *, only: set[str]) -> int:
    """Add or replace the translations of texts that the app shows; how many there were."""
    meant = {text: translated for text, translated in pairs.items() if text in only and translated}
    if not meant:
        return 0
    path = _folder(app) / f"{lang}.csv"
    rows = _rows(path) if path.exists() else []
    kept = [row for row in rows if len(row) > 2 or (row and row[0] not in meant)]
    _write(path, sorted([*kept, *([text, translated] for text, translated in meant.items())]))
    return len(meant)


def _rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.reader(file) if row]


def _write(path: Path, rows: list[list[Any]]) -> None:
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def _lines(path: Path) -> list[str]:
    return [line.replace("\\n", "\n") for line in path.read_text(encoding="utf-8").splitlines()]


def _one_line(text: str) -> str:
    return text.replace("\n", "\\n")


commands = [
    get_untranslated,
    update_translations,
    import_translations,
    migrate_translations,
    new_language,
    build_message_files,
    generate_pot_file,
    compile_po_to_mo,
]
