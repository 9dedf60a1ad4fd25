"""Decides the commands that carry records between files and a site."""

from __future__ import annotations

from pathlib import Path

import click

from ristretto.cli.sites import each_site, get_site, pass_context, site_context
from ristretto.context import AttrDict, Context, scrub
from ristretto.context.dotted import get_attr
from ristretto.errors import ValidationError

FilePath = click.Path(path_type=Path)


@click.command("export-fixtures")
@click.option("--app", default=None, help="Export fixtures of a specific app")
@pass_context
def export_fixtures(obj: AttrDict, app: str | None) -> None:
    "Export fixtures"
    from ristretto.site import fixtures

    for name in each_site(obj):
        with site_context(name) as context:
            for each in [app] if app else context.site.installed_apps:
                for doctype, filters, or_filters in fixtures.declared(each):
                    click.echo(f"Exporting {doctype} app {each} filters {filters or or_filters}")
                fixtures.export_fixtures(each)


@click.command("export-changes")
@click.argument("app")
@click.argument("path", type=FilePath)
@click.option("--title", help="What the package is called")
@click.option("--version", default="1.0.0", show_default=True)
@click.option("--all", "everything", is_flag=True, help="Also what an app may have seeded")
@pass_context
def export_changes(
    obj: AttrDict, app: str, path: Path, title: str | None, version: str, everything: bool
) -> None:
    "Take out what was built on a site: a folder to install as an app, or a .zip to bring in"
    from ristretto.site.customised import archive, contents
    from ristretto.site.customised.app import Package, files_of

    with site_context(str(get_site(obj))) as context:
        package = Package(app, title or app.replace("_", " ").title(), version, context.site.name)
        files = files_of(package, contents.choice(everything=everything))
    if path.suffix == ".zip":
        path.write_bytes(archive.pack(files))
    else:
        archive.unpack(files, path)
    click.echo(f"{path} holds {app} {version}: {len(files)} files")


@click.command("import-changes")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@pass_context
def import_changes(obj: AttrDict, path: Path) -> None:
    "Bring in a .zip that was taken out of another site"
    for name in each_site(obj):
        with site_context(name) as context:
            count = get_attr("frappe.custom.archive.bring_in")(path.read_bytes())
            context.db.commit()
            click.echo(f"{name}: {count} parts brought in")


@click.command("export-doc")
@click.argument("doctype")
@click.argument("docname")
@pass_context
def export_doc(obj: AttrDict, doctype: str, docname: str) -> None:
    "Export a single document to its app's folder"
    from ristretto.site.export import export_to_module

    for name in each_site(obj):
        with site_context(name):
            click.echo(f"Exporting Document {doctype} {docname}")
            export_to_module(doctype, docname)


@click.command("export-json")
@click.argument("doctype")
@click.argument("path", type=FilePath)
@click.option("--name", help="Export only one document")
@pass_context
def export_json(obj: AttrDict, doctype: str, path: Path, name: str | None) -> None:
    "Export doclist as json to the given path, use '-' as name for Singles."
    from ristretto.site.fixtures import export_json as write

    for site in each_site(obj):
        with site_context(site):
            write(doctype, path, name=None if name == "-" else name, order_by="creation asc")


@click.command("import-doc")
@click.argument("path", type=FilePath)
@click.option("--force", is_flag=True, default=False)
@pass_context
def import_doc(obj: AttrDict, path: Path, force: bool) -> None:
    "Import (insert/update) doclist. If the argument is a directory, all files ending with .json are imported"
    from ristretto.site.records import import_file

    found = path if path.exists() else Path("..") / path
    if not found.exists():
        raise ValidationError(f"Invalid path {path}")
    for name in each_site(obj):
        with site_context(name) as context:
            for each in sorted(found.glob("*.json")) if found.is_dir() else [found]:
                context.flags.mute_emails = True
                import_file(each, force=True, is_data=True)
                context.db.commit()


@click.command("data-import")
@click.option(
    "--file",
    "file_path",
    type=click.Path(exists=True, dir_okay=False, resolve_path=True),
    required=True,
    help="File to import (.csv, .xlsx); a relative path starts in the folder 'sites'",
)
@click.option("--doctype", required=True)
@click.option(
    "--type",
    "import_type",
    type=click.Choice(["Insert", "Update"], case_sensitive=False),
    default="Insert",
    help="Insert new records or update existing ones",
)
@click.option("--submit-after-import", is_flag=True, default=False, help="Submit each new document")
@click.option("--mute-emails/--send-emails", default=True, help="Send no mail meanwhile")
@pass_context
def data_import(
    obj: AttrDict,
    file_path: str,
    doctype: str,
    import_type: str,
    submit_after_import: bool,
    mute_emails: bool,
) -> None:
    "Import documents in bulk from CSV or XLSX"
    with site_context(str(get_site(obj))):
        rows = get_attr("frappe.core.doctype.data_import.data_import.import_file")(
            doctype,
            file_path,
            import_type,
            submit_after_import=submit_after_import,
            mute_emails=mute_emails,
            console=True,
        )
    if rows is None or not all(row.success for row in rows):
        raise SystemExit(1)


@click.command("reload-doc")
@click.argument("module")
@click.argument("doctype")
@click.argument("docname")
@pass_context
def reload_doc(obj: AttrDict, module: str, doctype: str, docname: str) -> None:
    "Reload schema for a DocType"
    for name in each_site(obj):
        with site_context(name) as context:
            _reload(context, module, doctype, docname)


@click.command("reload-doctype")
@click.argument("doctype")
@pass_context
def reload_doctype(obj: AttrDict, doctype: str) -> None:
    "Reload schema for a DocType"
    from ristretto.db.metas import get_meta

    with site_context(str(get_site(obj))) as context:
        _reload(context, get_meta(doctype).module, "doctype", doctype)


def _reload(context: Context, module: str, doctype: str, docname: str) -> None:
    from ristretto.site.reload import reload_record

    reload_record(module, doctype, docname, force=True)
    context.db.commit()
    click.echo(f"{scrub(doctype)}/{scrub(docname)} of {module} was loaded again")


commands = [
    export_changes,
    export_fixtures,
    import_changes,
    export_doc,
    export_json,
    import_doc,
    data_import,
    reload_doc,
    reload_doctype,
]
