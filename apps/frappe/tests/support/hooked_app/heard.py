"""What the framework told this app, in order."""

from __future__ import annotations

from typing import Any

import frappe

TOLD: list[tuple[Any, ...]] = []
BEARER = "Bearer of the hooked app"


def before_request() -> None:
    TOLD.append(("before_request", frappe.session.user))


def after_request(response: Any, request: Any) -> None:
    response.headers["X-Hooked"] = request.method
    TOLD.append(("after_request", response.status_code))


def auth() -> None:
    """Whoever brings the word is the administrator."""
    if frappe.get_request_header("Authorization") == BEARER:
        frappe.set_user("Administrator")


def on_login(login_manager: Any) -> None:
    TOLD.append(("on_login", login_manager.user))


def on_session_creation(login_manager: Any) -> None:
    TOLD.append(("on_session_creation", login_manager.user))


def on_logout() -> None:
    TOLD.append(("on_logout", frappe.session.user))


def before_job(method: str, transaction_type: str) -> None:
    TOLD.append(("before_job", method, transaction_type))


def after_job(kwargs: dict[str, Any], result: Any) -> None:
    TOLD.append(("after_job", kwargs, result))


def double(number: int) -> int:
    return 2 * number


def fail() -> None:
    raise ValueError("nothing to double")


def boot_session(bootinfo: Any) -> None:
    bootinfo.of_the_session = 1


def extend_bootinfo(bootinfo: Any) -> None:
    bootinfo.of_every_load = bootinfo.of_the_session + 1


def before_app_uninstall(app: str) -> None:
    TOLD.append(("before_app_uninstall", app))


def after_app_install(app: str) -> None:
    TOLD.append(("after_app_install", app))


@frappe.whitelist()
def get_time_zone() -> str:
    return "Hooked/Zone"


def dashboard(data: Any) -> dict[str, Any]:
    return {**data, "heatmap_message": "hooked"}


@frappe.whitelist()
def search_notes(
    doctype: str, txt: str, searchfield: str, start: int, page_len: int, filters: Any
) -> list[list[str]]:
    return [["found by the app", f"{doctype} {txt} {searchfield}"]]


def notification_config() -> dict[str, Any]:
    return {"for_doctype": {"Note": {"public": 1}}}


def branch(doc: Any, variable: str) -> str:
    return f"{variable.lower()}{doc.title}"


def resolve_path(path: str) -> str:
    return "login" if path == "door" else path


def home_page(user: str) -> str:
    return "door"
