"""Decides the order in which an app enters or leaves a site.

required apps → before_install → before_app_install → Module Defs → sync → installed list → patches marked
→ after_install → after_app_install → scheduler jobs → fixtures → customisations → dashboards → after_sync.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from ristretto.context import current
from ristretto.context.dotted import get_attr
from ristretto.document import delete_doc
from ristretto.errors import ValidationError
from ristretto.jobs import schedule
from ristretto.site import apps, masters, newer, patches
from ristretto.site.customizations import sync_customizations
from ristretto.site.fixtures import import_fixtures
from ristretto.site.progress import say
from ristretto.site.sync import sync_app, sync_dashboards

ORDERED_FIRST = (
    ("Workspace", "module"),
    ("Report", "module"),
    ("Page", "module"),
    ("Web Form", "module"),
)


def install_app(app: str, *, force: bool = False) -> bool:
    """Install an app and what it requires; False when it was installed already or refused itself."""
    site = current().site
    apps.require_app(site.sites_path, app)
    if app in site.installed_apps and not force:
        say(f"App {app} already installed")
        return False
    for required in apps.required_apps(app):
        if required not in site.installed_apps:
            install_app(required)
    say(f"\nInstalling {app}...")
    flags, before = current().flags, list(site.installed_apps)
    flags.in_install = app
    try:
        return _install(app, force)
    except BaseException:
        current().db.rollback()
        site.set_installed_apps(before)
        raise
    finally:
        flags.in_install = False


def _install(app: str, force: bool) -> bool:
    site, db = current().site, current().db
    if any(result is False for result in call_own(app, "before_install")):
        return False
    call_all("before_app_install", app)
    before = site.installed_apps
    # The app's modules and controllers must be found before the list in the database names it.
    site.set_installed_apps([*before, app] if app not in before else before)
    masters.add_module_defs(app)
    sync_app(app, force=force)
    apps.write_installed_apps(db, site.installed_apps)
    patches.mark_all(app)
    call_own(app, "after_install")
    call_all("after_app_install", app)
    schedule.sync()
    db.commit()
    import_fixtures(app)
    sync_customizations(app, is_install=True)
    sync_dashboards(app)
    call_own(app, "after_sync")
    newer.record_versions(current())
    db.commit()
    return True


def call_own(app: str, hook: str) -> list[object]:
    """Run an app's own hook functions; their answers."""
    return [own_function(path)() for path in current().site.get_hooks(hook, app=app)]


def own_function(path: str) -> Callable[[], object]:
    """A hook of an app that is not installed yet, or no more: `get_attr` would refuse it."""
    module, _dot, name = path.rpartition(".")
    function: Callable[[], object] = getattr(import_module(module), name)
    return function


def call_all(hook: str, *arguments: object) -> None:
    for path in current().site.get_hooks(hook):
        get_attr(path)(*arguments)


def uninstall_app(app: str, *, dry_run: bool = False, force: bool = False) -> bool:
    """Remove an app, its modules and everything that belongs to them; False when there is nothing to do."""
    site = current().site
    if app == apps.FRAMEWORK:
        raise ValidationError("The framework cannot be uninstalled: use drop-site")
    if app not in site.installed_apps and not force:
        say(f"App {app} not installed on Site {site.name}")
        return False
    if waiting := apps.dependants(site, app):
        say(f"App {app} is a dependency of {waiting[0]}. Uninstall {waiting[0]} first.")
        return False
    say(f"Uninstalling App {app} from Site {site.name}...")
    current().flags.in_uninstall = True
    try:
        _uninstall(app, dry_run)
    finally:
        current().flags.in_uninstall = False
    say(f"Uninstalled App {app} from Site {site.name}")
    return True


def _uninstall(app: str, dry_run: bool) -> None:
    if not dry_run:
        call_own(app, "before_uninstall")
        call_all("before_app_uninstall", app)
    db = current().db
    for (module,) in db.execute("SELECT `name` FROM `tabModule Def` WHERE `app_name` = ?", (app,)):
        _remove_module(module, dry_run)
    if dry_run:
        return
    after = current().site.get_hooks("after_uninstall", app=app)
    apps.write_installed_apps(db, [each for each in current().site.installed_apps if each != app])
    for path in after:
        own_function(path)()
    schedule.sync()
    call_all("after_app_uninstall", app)
    db.commit()


def _remove_module(module: str, dry_run: bool) -> None:
    # ignore_permissions: the administrator of the bench uninstalls, not a person of the site
    say(f"Deleting Module '{module}'")
    db = current().db
    tables: list[str] = []
    for name, single in db.execute(
        "SELECT `name`, `issingle` FROM `tabDocType` WHERE `module` = ?", (module,)
    ):
        say(f"* removing DocType '{name}'...")
        if not dry_run:
            delete_doc("DocType", name, force=True, ignore_on_trash=True, ignore_permissions=True)
            tables += [] if single else [name]
    for doctype, fieldname in _doctypes_linked_to_modules():
        for (name,) in db.execute(
            f"SELECT `name` FROM `tab{doctype}` WHERE `{fieldname}` = ?", (module,)
        ):
            say(f"* removing {doctype} '{name}'...")
            if not dry_run:
                delete_doc(doctype, name, force=True, ignore_on_trash=True, ignore_permissions=True)
    say(f"* removing Module Def '{module}'...")
    if not dry_run:
        delete_doc("Module Def", module, force=True, ignore_on_trash=True, ignore_permissions=True)
        for name in tables:
            # The one place where tables go: the person was asked, and a backup was made.
            db.execute(f"DROP TABLE IF EXISTS `tab{name}`")


def _doctypes_linked_to_modules() -> list[tuple[str, str]]:
    """(DocType, field) that link to Module Def, the ones with dependants first."""
    found = current().db.execute(
        "SELECT f.`parent`, f.`fieldname` FROM `tabDocField` f JOIN `tabDocType` d ON d.`name` = f.`parent` "
        "WHERE f.`fieldtype` = 'Link' AND f.`options` = 'Module Def' AND d.`issingle` = 0 "
        "AND d.`istable` = 0 AND d.`name` <> 'DocType'"
    )
    pairs = [(str(doctype), str(fieldname)) for doctype, fieldname in found]
    first = [pair for pair in ORDERED_FIRST if pair in pairs]
    return first + [pair for pair in pairs if pair not in first]
