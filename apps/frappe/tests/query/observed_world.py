"""The site of the observed rows (Q-*, P-*), as far as queries and rights need it: a real
database.

Definitions are built from plain dicts, so that these tests need neither install nor the DocTypes'
JSON.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from database_choice import drop_database, empty_site
from ristretto.context import Context, using
from ristretto.db import pool
from ristretto.db.tables import make_system_tables, sync_table
from ristretto.meta import build_meta

ALL_RIGHTS = (
    "read",
    "write",
    "create",
    "delete",
    "submit",
    "cancel",
    "amend",
    "report",
    "export",
    "share",
    "print",
    "email",
)
STAMP = "2026-01-01 00:00:00.000000"


def field(
    name: str, fieldtype: str = "Data", options: str | None = None, **more: Any
) -> dict[str, Any]:
    return {
        "fieldname": name,
        "fieldtype": fieldtype,
        "options": options,
        "label": name.title(),
        **more,
    }


def perm(role: str, *rights: str, permlevel: int = 0, if_owner: int = 0) -> dict[str, Any]:
    return {"role": role, "permlevel": permlevel, "if_owner": if_owner, **dict.fromkeys(rights, 1)}


TREE_FIELDS = [
    field("lft", "Int"),
    field("rgt", "Int"),
    field("is_group", "Check"),
    field("old_parent", "Link"),
]
CORE: dict[str, dict[str, Any]] = {
    "DocType": {"fields": [field("module")]},
    "User": {"fields": [field("user_type"), field("full_name")]},
    "Role": {"fields": [field("desk_access", "Check")]},
    "Has Role": {"istable": 1, "fields": [field("role", "Link", "Role")]},
    "User Permission": {
        "fields": [
            field("user", "Link", "User"),
            field("allow", "Link", "DocType"),
            field("for_value", "Dynamic Link", "allow"),
            field("applicable_for", "Link", "DocType"),
            field("is_default", "Check"),
            field("apply_to_all_doctypes", "Check"),
            field("hide_descendants", "Check"),
        ]
    },
    "DocShare": {
        "fields": [
            field("user", "Link", "User"),
            field("share_doctype"),
            field("share_name"),
            *[field(each, "Check") for each in ("read", "write", "submit", "share", "everyone")],
        ]
    },
    "DefaultValue": {"istable": 1, "fields": [field("defkey"), field("defvalue", "Text")]},
}


class World:
    """A bound context and short ways to fill it."""

    def __init__(self, context: Context) -> None:
        self.context, self.db = context, context.db

    def define(self, name: str, **properties: Any) -> Any:
        """A DocType with its table; the title, sort and module defaults are Frappe's."""
        meta = build_meta({"name": name, "module": "Core", **properties})
        sync_table(meta)
        self.context.site.cache("metas")[name] = meta
        return meta

    def redefine(self, name: str, **properties: Any) -> Any:
        meta = self.define(name, **properties)
        self.context.forget()
        return meta

    def insert(
        self, doctype: str, name: str, values: Mapping[str, Any] | None = None, **more: Any
    ) -> None:
        row = {
            "name": name,
            "creation": STAMP,
            "modified": STAMP,
            "owner": "Administrator",
            "modified_by": "Administrator",
            **(values or {}),
            **more,
        }
        columns = ", ".join(f"`{key}`" for key in row)
        marks = ", ".join("?" * len(row))
        self.db.execute(
            f"insert into `tab{doctype}` ({columns}) values ({marks})", list(row.values())
        )

    def child(self, doctype: str, name: str, parent: tuple[str, str, str], **values: Any) -> None:
        parenttype, parent_name, parentfield = parent
        self.insert(
            doctype,
            name,
            parent=parent_name,
            parenttype=parenttype,
            parentfield=parentfield,
            **values,
        )

    def user(self, name: str, *roles: str, user_type: str = "System User") -> str:
        self.insert("User", name, user_type=user_type)
        for number, role in enumerate(roles):
            self.child("Has Role", f"{name}-{number}", ("User", name, "roles"), role=role)
        self.context.forget()
        return name

    def permit(self, user: str, allow: str, value: str, **more: Any) -> None:
        number = self.db.execute("select count(*) from `tabUser Permission`")[0][0]
        given = {"apply_to_all_doctypes": 1, **more}
        self.insert(
            "User Permission", f"up{number}", user=user, allow=allow, for_value=value, **given
        )
        self.context.forget()

    def share(
        self, doctype: str, name: str, user: str | None, *rights: str, everyone: int = 0
    ) -> None:
        number = self.db.execute("select count(*) from `tabDocShare`")[0][0]
        self.insert(
            "DocShare",
            f"share{number}",
            share_doctype=doctype,
            share_name=name,
            user=user,
            everyone=everyone,
            **dict.fromkeys(rights, 1),
        )
        self.context.forget()

    def setting(self, field_name: str, value: Any) -> None:
        self.db.execute(
            "insert into `tabSingles` (`doctype`, `field`, `value`) "
            "values ('System Settings', ?, ?)",
            (field_name, value),
        )
        self.context.forget()

    def hooks(self, **tables: Any) -> None:
        """Hooks of this process only, as the observed rows were made."""
        self.context.site.get_hooks = lambda name=None, default=None, app=None: (  # type: ignore[method-assign]
            tables if name is None else tables.get(name, [] if default is None else default)
        )
        self.context.forget()

    def act_as(self, user: str) -> None:
        self.context.set_user(user)


@contextmanager
def make_world(folder: Path) -> Iterator[World]:
    """A fresh site with the tables that rights are read from, Administrator at work."""
    site = empty_site(folder)
    connection = pool.checkout(site)
    with using(Context(site, connection, "Administrator")) as context:
        make_system_tables()
        world = World(context)
        for name, properties in CORE.items():
            world.define(name, **properties)
        world.hooks()
        connection.commit()
        yield world
        connection.rollback()
    connection.close()
    drop_database(site.path)
