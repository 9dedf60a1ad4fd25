"""Decides what an account is: its name is the e-mail address, its type follows from its roles, and
two accounts (Administrator, Guest) can be neither removed nor switched off. Passwords never stay
in the record.
"""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _, twofactor
from frappe.core.doctype.doctype.permission_checks import AUTOMATIC_ROLES
from frappe.core.doctype.user.impersonation import impersonate, stop_impersonating
from frappe.core.doctype.user.listings import (
    get_all_roles,
    get_perm_info,
    get_roles,
    get_timezones,
    user_query,
)
from frappe.core.doctype.user.passwords import (
    make_reset_link,
    reset_password,
    send_reset_link,
    send_welcome_mail,
    sign_up,
    test_password_strength,
    update_password,
    verify_password,
)
from frappe.core.doctype.user_type.linked import user_linked_with_permission_on_doctype
from frappe.model.document import Document
from frappe.utils import get_system_timezone, now_datetime, validate_email_address

__all__ = [
    "User",
    "generate_keys",
    "get_all_roles",
    "get_perm_info",
    "get_roles",
    "get_timezones",
    "impersonate",
    "reset_password",
    "sign_up",
    "stop_impersonating",
    "switch_theme",
    "test_password_strength",
    "update_password",
    "user_query",
    "verify_password",
]

STANDARD_USERS = ("Administrator", "Guest")
KEY_LENGTH = 15
# columns of every table that name a user
USER_COLUMNS = ("owner", "modified_by")


class User(Document):
    """An account."""

    __new_password: str | None = None

    def autoname(self) -> None:
        """The e-mail address in lower case; the two standard accounts keep their names."""
        if self.name not in STANDARD_USERS:
            self.email = (self.email or "").strip().lower()
            self.name = self.email

    def onload(self) -> None:
        modules = frappe.get_all("Module Def", pluck="name", order_by="name")
        self.set_onload("all_modules", modules)

    def before_insert(self) -> None:
        self.flags.in_insert = True

    def validate(self) -> None:
        self.check_who_changes_administrator()
        self.take_password()
        self.check_email()
        self.set_full_name()
        self.check_enabled()
        self.take_roles_of_profile()
        self.take_modules_of_profile()
        self.tidy_roles()
        self.set_user_type()
        self.check_username()
        self.take_own_number()
        if self.language == "Loading...":
            self.language = None
        self.time_zone = self.time_zone or get_system_timezone()

    def check_who_changes_administrator(self) -> None:
        """No other account, whatever its roles, may take over Administrator."""
        trusted = frappe.flags.in_install or frappe.flags.in_migrate or frappe.flags.in_import
        if self.name == "Administrator" and not trusted and frappe.session.user != "Administrator":
            frappe.throw(_("Only Administrator may change this account"), frappe.PermissionError)

    def take_password(self) -> None:
        """Keep the typed password for `on_update` and out of the record."""
        self.__new_password = self.new_password
        self.new_password = ""

    def check_email(self) -> None:
        if self.name in STANDARD_USERS:
            return
        self.email = (self.email or "").strip().lower()
        validate_email_address(self.email, True)
        if self.email != self.name:
            frappe.throw(
                _(
                    "User {0}: the e-mail address names the account. Rename the account instead"
                ).format(self.name)
            )

    def set_full_name(self) -> None:
        self.full_name = " ".join(
            part for part in (self.first_name, self.middle_name, self.last_name) if part
        )

    def check_enabled(self) -> None:
        if self.name in STANDARD_USERS and not self.enabled:
            frappe.throw(_("User {0} cannot be disabled").format(self.name))
        if not self.is_new() and not self.enabled and self.name == frappe.session.user:
            frappe.throw(_("You cannot disable your own account"))

    def take_roles_of_profile(self) -> None:
        if self.role_profile_name:
            profile = frappe.get_doc("Role Profile", self.role_profile_name)
            self.set("roles", [])
            self.append_roles(*[row.role for row in profile.roles])

    def take_modules_of_profile(self) -> None:
        if self.module_profile:
            profile = frappe.get_doc("Module Profile", self.module_profile)
            self.set("block_modules", [{"module": row.module} for row in profile.block_modules])

    def tidy_roles(self) -> None:
        """One row per role; roles that everybody has by rule, and disabled ones, are not given."""
        if self.name == "Guest":
            self.set("roles", [])
            return
        disabled = set(frappe.get_all("Role", filters={"disabled": 1}, pluck="name"))
        seen: set[str] = {*AUTOMATIC_ROLES, *disabled, ""}
        for row in list(self.get("roles") or []):
            if (row.role or "") in seen:
                self.remove(row)
            seen.add(row.role or "")

    def set_user_type(self) -> None:
        """By the roles; an account of a site's own type keeps the type, which decides its roles."""
        is_standard = frappe.db.get_value("User Type", self.user_type, "is_standard")
        if is_standard == 0 and self.name not in STANDARD_USERS:
            self.set_roles_and_modules_based_on_user_type()
            return
        desk = self.name == "Administrator" or self.has_desk_access()
        self.user_type = "System User" if desk else "Website User"

    def set_roles_and_modules_based_on_user_type(self) -> None:
        """The one role of the type, once a record is about this account; its modules."""
        user_type = frappe.get_doc("User Type", self.user_type)
        linked = user_type.role and user_linked_with_permission_on_doctype(user_type, self.name)
        self.set("roles", [{"role": user_type.role}] if linked else [])
        user_type.update_modules_in_user(self)

    def has_desk_access(self) -> bool:
        roles = [row.role for row in self.get("roles") or []]
        return bool(roles) and bool(
            frappe.get_all("Role", filters={"name": ("in", roles), "desk_access": 1}, limit=1)
        )

    def take_own_number(self) -> None:
        """The number that other systems know this account by, if they sign in here."""
        if not self.get_social_login_userid("frappe"):
            self.set_social_login_userid("frappe", frappe.generate_hash(length=39))

    def check_username(self) -> None:
        self.username = (self.username or "").strip(" @") or None
        taken = {"username": self.username, "name": ("!=", self.name)}
        if self.username and frappe.db.exists("User", taken):
            frappe.throw(_("User {0}: the username {1} is taken").format(self.name, self.username))

    def on_update(self) -> None:
        self.share_with_self()
        self.store_password()
        if not self.enabled:
            self.end_sessions()
        frappe.clear_cache(user=self.name)
        if self.flags.in_insert and self.send_welcome_email and not frappe.flags.in_import:
            send_welcome_mail(self)
        self.flags.in_insert = False

    def share_with_self(self) -> None:
        """Everybody may read and change the own account; the fields of level 1 stay closed."""
        if self.name in STANDARD_USERS:
            return
        share = {"user": self.name, "share_doctype": "User", "share_name": self.name}
        if not frappe.db.exists("DocShare", share):
            row = frappe.get_doc(
                {"doctype": "DocShare", **share, "read": 1, "write": 1, "share": 1}
            )
            # ignore_share_permission: part of making the account, whoever makes it
            row.flags.ignore_share_permission = True
            row.insert(ignore_permissions=True)

    def store_password(self) -> None:
        password, self.__new_password = self.__new_password, None
        if not password:
            return
        from frappe.utils.password import update_password as store

        store(user=self.name, pwd=password, logout_all_sessions=bool(self.logout_all_sessions))
        today = now_datetime().date()
        self.db_set(
            {"last_password_reset_date": today, "reset_password_key": ""}, update_modified=False
        )

    def end_sessions(self) -> None:
        from frappe.sessions import clear_sessions

        clear_sessions(user=self.name, force=True)

    def on_trash(self) -> None:
        if self.name in STANDARD_USERS:
            frappe.throw(_("User {0} cannot be deleted").format(self.name))
        self.end_sessions()
        frappe.db.delete("DocShare", {"user": self.name})
        frappe.db.delete("User Permission", {"user": self.name})
        twofactor.forget(self.name)
        frappe.db.delete("DefaultValue", {"parent": self.name, "parenttype": "__default"})
        frappe.clear_cache(user=self.name)

    def before_rename(self, old: str, new: str, merge: bool = False) -> str:
        if old in STANDARD_USERS:
            frappe.throw(_("User {0} cannot be renamed").format(old))
        if merge:
            frappe.throw(_("Accounts cannot be merged"))
        validate_email_address(new, True)
        return new.strip().lower()

    def after_rename(self, old: str, new: str, merge: bool = False) -> None:
        """Whoever made or changed a record is the same person under the new address."""
        for doctype in frappe.get_all(
            "DocType", filters={"issingle": 0, "is_virtual": 0}, pluck="name"
        ):
            if frappe.db.table_exists(doctype):
                for column in USER_COLUMNS:
                    frappe.db.sql(
                        f"update `tab{doctype}` set `{column}` = %s where `{column}` = %s",
                        (new, old),
                    )
        frappe.db.set_value("User", new, "email", new, update_modified=False)
        frappe.db.sql("update `tabSessions` set `user` = %s where `user` = %s", (new, old))
        twofactor.rename(old, new)
        frappe.clear_cache(user=old)
        frappe.clear_cache(user=new)

    # roles ------------------------------------------------------------------------------------

    def append_roles(self, *roles: str) -> None:
        """Add roles to the document without saving."""
        present = {row.role for row in self.get("roles") or []}
        for role in dict.fromkeys(roles):
            if role not in present:
                self.append("roles", {"role": role})

    def add_roles(self, *roles: str) -> None:
        """Add roles and save."""
        self.append_roles(*roles)
        self.save()

    def remove_roles(self, *roles: str) -> None:
        """Take roles away and save."""
        for row in [row for row in self.get("roles") or [] if row.role in roles]:
            self.remove(row)
        self.save()

    def remove_all_roles_for_guest(self) -> None:
        self.set("roles", [])

    # what others ask --------------------------------------------------------------------------

    def get_fullname(self) -> str:
        return self.full_name or self.first_name or self.name

    def get_blocked_modules(self) -> list[str]:
        return [row.module for row in self.get("block_modules") or []]

    def get_restricted_ip_list(self) -> list[str]:
        """Addresses, or beginnings of addresses, from which this account may log in."""
        text = (self.restrict_ip or "").replace(",", "\n")
        return [line.strip() for line in text.split("\n") if line.strip()]

    def get_formatted_email(self) -> str:
        from email.utils import formataddr

        return formataddr((self.full_name or "", self.email or self.name))

    def reset_password(self, send_email: bool = False, password_expired: bool = False) -> str:
        """A link that lets the owner choose a new password; mailed when asked to."""
        link = send_reset_link(self) if send_email else make_reset_link(self)
        return f"{link}&password_expired=true" if password_expired else link

    def get_social_login_userid(self, provider: str) -> str | None:
        """The number that another system knows this person by."""
        rows = [row for row in self.get("social_logins") or [] if row.provider == provider]
        return rows[0].userid if rows else None

    def set_social_login_userid(
        self, provider: str, userid: str, username: str | None = None
    ) -> None:
        """Note such a number without saving."""
        row = {"provider": provider, "userid": str(userid)}
        self.append("social_logins", {**row, "username": username} if username else row)

    @frappe.whitelist()
    def get_user_type(self) -> str:
        return str(self.user_type)


@frappe.whitelist(methods=["POST"])
def generate_keys(user: str) -> dict[str, str]:
    """Give an account a new API secret, and a key when it has none; shows the secret this once."""
    frappe.only_for("System Manager")
    doc = frappe.get_doc("User", user)
    doc.check_permission("write")
    secret = frappe.generate_hash(length=KEY_LENGTH)
    if not doc.api_key:
        doc.api_key = frappe.generate_hash(length=KEY_LENGTH)
    doc.api_secret = secret
    doc.save()
    return {"api_key": doc.api_key, "api_secret": secret}


@frappe.whitelist()
def switch_theme(theme: str) -> None:
    """Set the colours of the caller's own desk."""
    if theme in ("Dark", "Light", "Automatic"):
        frappe.db.set_value("User", frappe.session.user, "desk_theme", theme)


def has_permission(doc: Any, ptype: str | None = None, user: str | None = None) -> bool | None:
    """The standard accounts are Administrator's alone."""
    user = user or frappe.session.user
    return False if user != "Administrator" and doc.name in STANDARD_USERS else None


def get_permission_query_conditions(user: str | None = None, doctype: str | None = None) -> str:
    """The same rule for lists."""
    if (user or frappe.session.user) == "Administrator":
        return ""
    names = ", ".join(frappe.db.escape(name) for name in STANDARD_USERS)
    return f"`tabUser`.`name` not in ({names})"


def get_system_users(exclude_users: Any = None, limit: int | None = None) -> list[str]:
    """Enabled accounts that may open the desk."""
    excluded = [
        *STANDARD_USERS,
        *([exclude_users] if isinstance(exclude_users, str) else exclude_users or []),
    ]
    filters = {"enabled": 1, "user_type": "System User", "name": ("not in", excluded)}
    return list(frappe.get_all("User", filters=filters, pluck="name", limit=limit))
