"""What the desk starts with: the user and rights, the site's settings, translations, and lists the
menus are made of."""

from typing import Any

from ristretto import access
from ristretto.context import current
from ristretto.render.printing import STYLE
from ristretto.web.resolve import attribute
from ristretto.web.uploads import max_file_size

import frappe
import frappe.translate
from frappe.desk.allowed import allowed_pages
from frappe.integrations.oauth2_logins import login_providers
from frappe.utils.user import UserPermissions

_FORMATS = (
    "date_format",
    "time_format",
    "number_format",
    "float_precision",
    "currency_precision",
    "first_day_of_the_week",
    "rounding_method",
    "language",
    "app_name",
    "country",
    "currency",
)


def get_bootinfo() -> Any:
    """The boot object of a signed-in desk user."""
    boot = frappe._dict()
    boot.user = _user()
    boot.impersonated_by = frappe.session.data.get("impersonated_by")
    boot.user_info = user_info()
    _add_site(boot)
    _add_definitions(boot)
    _add_workspaces(boot)
    boot.page_info = allowed_pages()
    boot.letter_heads = letter_heads()
    boot.print_css = STYLE
    boot.docs = _records()
    boot.notification_settings = _notification_settings()
    boot.navbar_settings = _single("Navbar Settings")
    boot.desk_settings = _desk_settings()
    boot.success_action = _rows("Success Action")
    boot.sounds = frappe.get_hooks("sounds")
    for path in frappe.get_hooks("boot_session"):
        frappe.get_attr(path)(boot)
    for path in frappe.get_hooks("extend_bootinfo"):
        frappe.call(path, bootinfo=boot)
    return boot


def get_guest_bootinfo() -> Any:
    """What the login page needs: language, texts, names; demo accounts on a demo site reached over
    loopback."""
    boot = frappe._dict(user={"name": frappe.session.user, "roles": frappe.get_roles()})
    boot.update(
        lang=frappe.local.lang,
        sitename=frappe.local.site,
        sysdefaults=_sysdefaults(),
        app_name=app_name(),
    )
    boot["__messages"] = attribute("frappe.translate.get_messages_for_boot")()
    boot.app_logo_url = _logo()
    boot.demo_accounts = _demo_accounts()
    boot.login_providers = login_providers()
    return boot


def user_info() -> dict[str, Any]:
    """{user: {fullname, image, name, email}} of enabled users.

    Readers of User see all of them; others themselves and Administrator, so that agencies do not
    see each other's staff here.
    """
    fields = ["name", "full_name", "user_image", "email", "time_zone"]
    if frappe.has_permission("User", "read"):
        rows = frappe.get_list("User", filters={"enabled": 1}, fields=fields, limit_page_length=500)
    else:
        rows = frappe.get_all(
            "User", filters={"name": ("in", [frappe.session.user, "Administrator"])}, fields=fields
        )
    return {
        row.name: {
            "fullname": row.full_name,
            "image": row.user_image,
            "name": row.name,
            "email": row.email,
            "time_zone": row.time_zone,
        }
        for row in rows
    }


def letter_heads() -> dict[str, Any]:
    if not frappe.has_permission("Letter Head"):
        return {}
    rows = frappe.get_list("Letter Head", fields=["name", "content", "footer"])
    return {row.name: {"header": row.content, "footer": row.footer} for row in rows}


def app_name() -> str:
    """The name in the title bar: the site's, else that of the last installed app."""
    named = frappe.get_system_settings("app_name")
    if named and named != "Frappe":
        return named
    titles = frappe.get_hooks("app_title")
    return titles[-1] if titles else "Frappe"


def _add_site(boot: Any) -> None:
    zone = frappe.utils.get_system_timezone()
    own_zone = frappe.db.get_value("User", frappe.session.user, "time_zone")
    boot.update(
        sitename=frappe.local.site,
        sysdefaults=_sysdefaults(),
        server_date=frappe.utils.nowdate(),
        lang=frappe.local.lang,
        lang_dict=frappe.translate.get_lang_dict(),
        time_zone={"system": zone, "user": own_zone or zone},
        home_page="Workspaces",
        home_folder=frappe.db.get_value("File", {"is_home_folder": 1}),
        max_file_size=max_file_size(current()),
        versions=_versions(),
        metadata_version=str(current().site.stamp),
        app_name=app_name(),
        app_logo_url=_logo(),
        setup_complete=frappe.utils.cint(frappe.get_system_settings("setup_complete")),
        read_only=bool(frappe.flags.read_only),
        desk_theme=frappe.db.get_value("User", frappe.session.user, "desk_theme") or "Light",
        calendars=sorted(frappe.get_hooks("calendars")),
        treeviews=frappe.get_hooks("treeviews"),
        disable_async=1,
        apps_data={"apps": [], "is_desk_apps": 1, "default_path": ""},
        assets_json={},
    )
    boot["__messages"] = attribute("frappe.translate.get_messages_for_boot")()
    for key in ("developer_mode", "socketio_port"):
        if current().conf.get(key):
            boot[key] = current().conf[key]


def _add_definitions(boot: Any) -> None:
    """Lists of DocTypes with a property; customisations count."""
    boot.module_app = current().site.module_app
    boot.translated_doctypes = frappe.translate.get_translated_doctypes()
    lists: dict[str, list[str]] = {
        "single_types": [],
        "nested_set_doctypes": [],
        "link_title_doctypes": [],
        "link_preview_doctypes": [],
    }
    for name in frappe.get_all("DocType", pluck="name"):
        meta = frappe.get_meta(name)
        facts = (
            meta.issingle,
            meta.is_tree or meta.has_field("lft"),
            meta.show_title_field_in_link,
            meta.show_preview_popup,
        )
        for key, holds in zip(lists, facts, strict=True):
            if holds:
                lists[key].append(name)
    boot.update(lists)


def _add_workspaces(boot: Any) -> None:
    pages = attribute("frappe.desk.desktop.get_workspace_sidebar_items")().get("pages") or []
    boot.allowed_workspaces = pages
    by_module: dict[str, list[str]] = {}
    for page in pages:
        if page.get("module"):
            by_module.setdefault(page["module"], []).append(page["name"])
    boot.module_wise_workspaces = by_module
    boot.modules = {}
    boot.module_list = sorted({str(module) for module in boot.user.allow_modules if module})
    boot.dashboards = _rows("Dashboard", fields=["name"])


def _sysdefaults() -> Any:
    values = (
        frappe._dict(frappe.defaults.get_defaults())
        if frappe.session.user != "Guest"
        else frappe._dict()
    )
    for name in _FORMATS:
        if frappe.get_meta("System Settings").has_field(name):
            values[name] = frappe.get_system_settings(name)
    values.app_name = app_name()
    return values


def _records() -> list[Any]:
    """Print settings and currencies, under the pseudo DocTypes that clients look for."""
    settings = _single("Print Settings") or {}
    docs: list[Any] = [frappe._dict(settings, doctype=":Print Settings", name="Print Settings")]
    docs += [
        frappe._dict(row, doctype=":Currency") for row in _rows("Currency", filters={"enabled": 1})
    ]
    return docs


def _rows(doctype: str, **query: Any) -> list[Any]:
    """All rows; none where this runtime does not bring the DocType and no app does."""
    if not frappe.db.exists("DocType", doctype):
        return []
    return frappe.get_all(doctype, **{"fields": ["*"], **query})


def _single(doctype: str) -> Any:
    return frappe.get_single(doctype).as_dict() if frappe.db.exists("DocType", doctype) else None


def _notification_settings() -> Any:
    if not frappe.db.exists("Notification Settings", frappe.session.user):
        return None
    return frappe.get_doc("Notification Settings", frappe.session.user).as_dict()


def _desk_settings() -> dict[str, Any]:
    """Switches of the desk that the caller's roles turn on."""
    keys = (
        "search_bar",
        "notifications",
        "list_sidebar",
        "bulk_actions",
        "view_switcher",
        "form_sidebar",
        "timeline",
        "dashboard",
    )
    known = [key for key in keys if frappe.get_meta("Role").has_field(key)]
    if not known:
        return dict.fromkeys(keys, 1)
    roles = frappe.get_all("Role", filters={"name": ("in", frappe.get_roles())}, fields=known)
    return {key: int(any(role.get(key) for role in roles)) if key in known else 1 for key in keys}


def _versions() -> dict[str, str]:
    answer = {}
    for app in current().site.installed_apps:
        answer[app] = str(getattr(frappe.get_module(app), "__version__", ""))
    return answer


def _logo() -> str:
    logos = frappe.get_hooks("app_logo_url")
    return logos[-1] if logos else "/assets/frappe/desk/favicon.svg"


def _demo_accounts() -> list[dict[str, str]]:
    """Accounts to try a demo site with; never shown to a caller from another machine."""
    accounts = current().conf.demo_accounts or []
    local = str(frappe.local.request_ip) in ("127.0.0.1", "::1")
    return [dict(account) for account in accounts] if local else []


def _user() -> Any:
    """The account, its roles and lists of DocTypes by right; shared DocTypes count as readable."""
    values = UserPermissions(frappe.session.user).load_user()
    values.defaults = frappe.defaults.get_defaults(frappe.session.user)
    values.user_permissions = access.user_permissions(frappe.session.user)
    values.impersonated_by = frappe.session.data.impersonated_by
    shared = access.shared_doctypes(frappe.session.user)
    for key in ("can_read", "all_read"):
        values[key] = sorted({*values[key], *shared})
    return values
