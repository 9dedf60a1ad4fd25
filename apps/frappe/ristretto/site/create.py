"""Decides how a site comes to be: folder, configuration, database, definitions, first records, apps.

A site that fails half way is removed again, so that the same command can be repeated.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet

from ristretto.context import Context, Site, current
from ristretto.context.dotted import get_attr
from ristretto.context.site import CONFIG_NAME, load_conf, read_json
from ristretto.db import pool
from ristretto.db.connect import connected
from ristretto.db.tables import make_system_tables
from ristretto.document import get_doc, new_doc
from ristretto.errors import ValidationError
from ristretto.jobs import schedule
from ristretto.site import apps, config, databases, masters, newer, patches, seeds, walk
from ristretto.site.definitions import (
    check_definition,
    import_first_definitions,
    roles_named,
    tell_all_modules,
)
from ristretto.site.folders import is_site, make_site_folder
from ristretto.site.install import install_app
from ristretto.site.records import file_hash, import_file, read_records

ADMINISTRATOR = "Administrator"
MAKE_COUNTRIES = "frappe.geo.country_info.make_records"
SET_PASSWORD = "frappe.utils.password.update_password"
ANY_DATABASE = databases.Wanted()


def new_site(
    sites_path: Path,
    name: str,
    *,
    admin_password: str,
    database: databases.Wanted = ANY_DATABASE,
    install_apps: tuple[str, ...] = (),
    force: bool = False,
    quiet: bool = False,
) -> Site:
    """Create a site and install apps into it; returns its handle."""
    path = sites_path.resolve() / name
    if is_site(path) and not force:
        raise ValidationError(f"Site {name} already exists, use `--force` to proceed anyway")
    for app in install_apps:
        apps.require_app(sites_path, app)
    is_new, made = not path.exists(), False
    try:
        site = make_folder_and_config(path, database)
        made = databases.make_empty(site, database, force=force)
        fill(site, admin_password, quiet=quiet)
        with connected(site) as context:
            context.flags.quiet = quiet
            for app in install_apps:
                install_app(app)
            context.db.commit()
    except BaseException:
        pool.close_all()
        if made:
            databases.give_up(site, database)
        if is_new:
            shutil.rmtree(path, ignore_errors=True)
        raise
    return site


def make_folder_and_config(path: Path, database: databases.Wanted) -> Site:
    """Folder and site_config.json."""
    make_site_folder(path)
    stored = read_json(path / CONFIG_NAME)
    stored.update(databases.configuration(path.name, database, load_conf(path.parent, path.name)))
    stored.setdefault("encryption_key", Fernet.generate_key().decode())
    config.write_json(path / CONFIG_NAME, stored)
    site = Site(path.name, path.parent)
    pool.close_all()
    return site


def fill(site: Site, admin_password: str, *, quiet: bool = False) -> None:
    """System tables, the framework's definitions and the first records: one transaction."""
    site.set_installed_apps([apps.FRAMEWORK])
    with connected(site) as context:
        context.flags.update(in_install=apps.FRAMEWORK, in_install_db=True, quiet=quiet)
        context.db.begin("write")
        make_system_tables()
        import_framework(site)
        seed(context, admin_password)
        schedule.sync()
        patches.mark_all(apps.FRAMEWORK)
        context.db.commit()


def import_framework(site: Site) -> None:
    """All definitions at once, then the framework's other records in walk order."""
    paths = walk.app_files(site.app_path(apps.FRAMEWORK), site.modules[apps.FRAMEWORK])
    definitions = []
    for path in paths:
        if path.parent.parent.name == "doctype":
            (record,) = read_records(path)
            check_definition(record, str(path))
            definitions.append({**record, "migration_hash": file_hash(path)})
    import_first_definitions(definitions)
    apps.write_installed_apps(current().db, [apps.FRAMEWORK])
    masters.add_module_defs(apps.FRAMEWORK)
    masters.add_roles([*seeds.STANDARD_ROLES, *roles_named(definitions)])
    tell_all_modules()
    for path in paths:
        if path.parent.parent.name != "doctype":
            import_file(path)


def seed(context: Context, admin_password: str) -> None:
    """First records, in the order their links need."""
    for name in seeds.USER_TYPES:
        masters.add({"doctype": "User Type", "name": name, "is_standard": 1}, name)
    masters.add_languages()
    for values in (*seeds.USERS, *seeds.FOLDERS):
        masters.add(dict(values), values["name"])
    for values in seeds.WORKFLOW_STATES:
        masters.add({"doctype": "Workflow State", **values}, values["workflow_state_name"])
    for name in seeds.WORKFLOW_ACTIONS:
        masters.add({"doctype": "Workflow Action Master", "workflow_action_name": name}, name)
    set_system_settings(seeds.SYSTEM_SETTINGS)
    grant_all_roles(ADMINISTRATOR)
    get_attr(MAKE_COUNTRIES)()
    get_attr(SET_PASSWORD)(ADMINISTRATOR, admin_password)
    newer.record_versions(context)


def set_system_settings(values: dict[str, Any]) -> None:
    # A single that was never saved has no rows yet: it starts from its fields' defaults.
    doc = new_doc("System Settings")
    doc.update(values)
    doc.flags.ignore_mandatory = True
    doc.save(ignore_permissions=True)  # the site is being made: nobody has rights yet


def grant_all_roles(user: str) -> None:
    """Administrator holds every role, so that role-based screens show all."""
    doc = get_doc("User", user)
    held = {row.role for row in doc.roles}
    for (name,) in current().db.execute("SELECT `name` FROM `tabRole` ORDER BY `name`"):
        if name not in held and name not in ("Guest", "All"):
            doc.append("roles", {"role": name})
    doc.save(ignore_permissions=True)  # as above
