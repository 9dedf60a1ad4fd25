"""Who has which role, and small changes of roles from code."""

from __future__ import annotations

from typing import Any

from ristretto import access
from ristretto.db.metas import get_meta

import frappe

# Lists that the desk reads at start: what may be done with which DocType.
_LISTS = [
    "can_create", "can_select", "can_read", "can_write", "can_submit", "can_cancel",
    "can_delete", "can_get_report", "can_export", "can_import", "can_print", "can_email",
    "can_share", "can_search", "in_create", "all_read", "all_reports",
]  # fmt: skip
_BY_RIGHT = {
    "select": "can_select",
    "read": "can_read",
    "write": "can_write",
    "submit": "can_submit",
    "cancel": "can_cancel",
    "delete": "can_delete",
    "report": "can_get_report",
    "export": "can_export",
    "import": "can_import",
    "print": "can_print",
    "email": "can_email",
    "share": "can_share",
}


class UserPermissions:
    """What a user may do with each DocType, by role; computed when first asked."""

    def __init__(self, name: str = "") -> None:
        self.name = name or frappe.session.user
        self.roles: list[str] = []
        self._built = False

    def __getattr__(self, key: str) -> Any:
        if key in _LISTS or key in ("allow_modules", "doctype_map"):
            self.build_permissions()
            return self.__dict__[key]
        if key.startswith("__"):
            raise AttributeError(key)
        return frappe.get_cached_value("User", self.name, key)

    def get_roles(self) -> list[str]:
        self.roles = self.roles or list(access.roles(self.name))
        return self.roles

    def get_can_read(self) -> list[str]:
        return list(self.can_read)

    def get_all_reports(self) -> Any:
        from frappe.desk.allowed import allowed_reports

        return allowed_reports(self.name)

    def build_permissions(self) -> None:
        """Fill the lists from the rights on every DocType that is no child table."""
        if self._built:
            return
        self._built = True
        lists: dict[str, Any] = {key: [] for key in _LISTS}
        modules: dict[str, None] = {}
        for doctype in frappe.get_all("DocType", filters={"istable": 0}, pluck="name"):
            meta = get_meta(doctype)
            rights = access.role_permissions(meta, self.name)
            self._add(lists, meta, rights)
            if rights.get("read"):
                modules[meta.module] = None
        lists["allow_modules"] = [name for name in modules if name not in self._blocked()]
        self.__dict__.update(lists)

    def _add(self, lists: dict[str, Any], meta: Any, rights: Any) -> None:
        name = meta.name
        for right, key in _BY_RIGHT.items():
            if rights.get(right):
                lists[key].append(name)
        if rights.get("create") and not meta.issingle:
            lists["in_create" if meta.in_create else "can_create"].append(name)
        if rights.get("read"):
            lists["all_read"].append(name)
            if not meta.issingle and not meta.in_create:
                lists["can_search"].append(name)

    def _blocked(self) -> set[str]:
        from frappe.desk.allowed import blocked_modules

        return blocked_modules(self.name)

    def load_user(self) -> Any:
        """Facts of the account together with the lists, as the desk gets them at start."""
        fields = [
            "name",
            "email",
            "first_name",
            "last_name",
            "full_name",
            "user_image",
            "language",
            "user_type",
            "desk_theme",
            "creation",
            "default_workspace",
            "document_follow_notify",
            "email_signature",
            "mute_sounds",
            "onboarding_status",
            "send_me_a_copy",
        ]
        out = frappe._dict(frappe.db.get_value("User", self.name, fields, as_dict=True) or {})
        out.roles = self.get_roles()
        for key in (*_LISTS, "allow_modules"):
            out[key] = sorted(getattr(self, key))
        out.all_reports = self.get_all_reports()
        out.recent = "[]"
        return out


def get_users_with_role(role: str) -> list[str]:
    """Enabled users that hold the role, Administrator left out."""
    holders = frappe.get_all(
        "Has Role", filters={"role": role, "parenttype": "User"}, pluck="parent", distinct=True
    )
    return frappe.get_all(
        "User",
        filters=[
            ["enabled", "=", 1],
            ["name", "in", holders or [""]],
            ["name", "!=", "Administrator"],
        ],
        pluck="name",
    )


def get_system_managers(only_name: bool = False) -> list[str]:
    """System Managers, longest unseen last; with full names unless `only_name`."""
    rows = frappe.get_all(
        "User",
        filters={"name": ["in", get_users_with_role("System Manager") or [""]]},
        fields=["name", "full_name"],
        order_by="creation desc",
    )
    return [row.name if only_name else f"{row.full_name} <{row.name}>" for row in rows]


def add_role(user: str, role: str) -> None:
    frappe.get_doc("User", user).add_roles(role)


def add_system_manager(
    email: str,
    first_name: str | None = None,
    last_name: str | None = None,
    send_welcome_email: bool = False,
    password: str | None = None,
) -> None:
    """Open an account that may administer the site."""
    user = frappe.new_doc("User")
    user.update(
        {
            "email": email,
            "enabled": 1,
            "first_name": first_name or email,
            "last_name": last_name,
            "user_type": "System User",
            "send_welcome_email": 1 if send_welcome_email else 0,
        }
    )
    user.insert()
    roles = frappe.get_all(
        "Role", filters={"name": ["not in", ["Administrator", "Guest", "All"]]}, pluck="name"
    )
    user.add_roles(*roles)
    if password:
        from frappe.utils.password import update_password

        update_password(user=user.name, pwd=password)


def get_user_fullname(user: str) -> str:
    return frappe.db.get_value("User", user, "full_name") or ""


def get_fullname_and_avatar(user: str) -> Any:
    row = frappe.db.get_value("User", user, ["full_name", "user_image", "name"], as_dict=True)
    return (
        frappe._dict(fullname=row.full_name, avatar=row.user_image, name=row.name) if row else None
    )


def get_enabled_system_users() -> list[Any]:
    return frappe.get_all(
        "User",
        fields=["email", "language", "name"],
        filters={
            "user_type": "System User",
            "enabled": 1,
            "name": ["not in", ["Administrator", "Guest"]],
        },
    )


def get_users() -> list[dict[str, Any]]:
    """Enabled system users with their roles in words, for the list of people."""
    managers = get_system_managers(only_name=True)
    return [
        {
            "full_name": get_user_fullname(user.name),
            "email": user.name,
            "is_system_manager": user.name in managers,
        }
        for user in get_enabled_system_users()
    ]


def is_website_user(username: str | None = None) -> bool:
    return (
        frappe.db.get_value("User", username or frappe.session.user, "user_type") == "Website User"
    )


def is_system_user(username: str | None = None) -> str | None:
    """The user's name when it is an enabled system user."""
    return frappe.db.get_value(
        "User",
        {"name": username or frappe.session.user, "enabled": 1, "user_type": "System User"},
        "name",
    )
