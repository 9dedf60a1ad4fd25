"""Every remote call that the contract lists for clients (9.8) can be called, by whom and how it says."""

from __future__ import annotations

from typing import Any

import pytest
from ristretto.context import Context
from ristretto.web.resolve import attribute
from ristretto.web.whitelist import endpoint_of
from web_world import World

CALLS = {
    "frappe.client": """
        get_list get_count get get_value get_single_value set_value insert insert_many save submit cancel delete
        rename_doc bulk_update has_permission get_doc_permissions validate_link attach_file get_password
        is_document_amended get_time_zone
    """,
    "frappe.desk.form.load": "getdoc getdoctype get_docinfo get_communications",
    "frappe.desk.form.save": "savedocs cancel",
    "frappe.desk.form.utils": "add_comment update_comment get_next remove_attach",
    "frappe.desk.form.assign_to": "add add_multiple remove close",
    "frappe.desk.form.linked_with": "get get_submitted_linked_docs cancel_all_linked_docs",
    "frappe.desk.form.document_follow": "update_follow follow_document unfollow_document get_follow_users",
    "frappe.share": "add set_permission get_users",
    "frappe.desk.like": "toggle_like",
    "frappe.desk.doctype.tag.tag": "add_tag remove_tag add_tags get_tags get_tagged_docs",
    "frappe.core.doctype.communication.email": "make",
    "frappe.desk.search": "search_link search_widget get_link_title get_names_for_mentions",
    "frappe.utils.global_search": "search",
    "frappe.desk.reportview": """
        get get_list get_count export_query delete_items save_report delete_report get_sidebar_stats get_stats
    """,
    "frappe.desk.listview": "get_list_settings get_group_by_count",
    "frappe.desk.query_report": "get_script run export_query save_report get_data_for_custom_field",
    "frappe.desk.doctype.bulk_update.bulk_update": "submit_cancel_or_update_docs",
    "frappe.desk.treeview": "get_children get_all_nodes add_node",
    "frappe.desk.calendar": "get_events update_event",
    "frappe.desk.doctype.event.event": "get_events",
    "frappe.desk.doctype.kanban_board.kanban_board": """
        get_kanban_boards update_order update_order_for_single_card quick_kanban_board add_card save_settings
    """,
    "frappe.desk.doctype.dashboard_chart.dashboard_chart": "get",
    "frappe.desk.doctype.number_card.number_card": "get_result get_percentage_difference",
    "frappe.desk.desktop": "get_workspace_sidebar_items get_desktop_page",
    "frappe.desk.link_preview": "get_preview_data",
    "frappe.desk.notifications": "get_open_count get_notifications get_notification_info",
    "frappe.desk.doctype.notification_log.notification_log": """
        get_notification_logs mark_as_read mark_all_as_read
    """,
    "frappe.model.utils.user_settings": "get save",
    "frappe.desk.desk_page": "getpage",
    "frappe.model.rename_doc": "update_document_title",
    "frappe.model.mapper": "make_mapped_doc",
    "frappe.model.workflow": """
        get_transitions apply_workflow can_cancel_document get_common_transition_actions bulk_workflow_approval
    """,
    "frappe.core.doctype.user_permission.user_permission": "get_user_permissions add_user_permissions",
    "frappe.core.doctype.user.user": """
        get_all_roles get_perm_info update_password reset_password sign_up switch_theme generate_keys
    """,
    "frappe.core.page.permission_manager.permission_manager": """
        get_roles_and_doctypes get_permissions add update remove reset
    """,
    "frappe.core.api.file": """
        get_attached_images get_files_in_folder get_files_by_search_text create_new_folder move_file zip_files
        unzip_file
    """,
    "frappe.sessions": "clear",
    "frappe.auth": "get_logged_user",
    "frappe.translate": "get_all_languages update_translations_for_source get_translations",
    "frappe.utils.print_format": "download_pdf download_multi_pdf",
    "frappe.www.printview": "get_html_and_style",
}


def words(text: str) -> list[str]:
    return text.split()


PATHS = [f"{module}.{name}" for module, names in CALLS.items() for name in names.split()]
SHORT = ["ping", "logout", "upload_file", "download_file", "run_doc_method"]
FOR_GUESTS = {
    "frappe.client.get_time_zone",
    "frappe.core.doctype.user.user.update_password",
    "frappe.core.doctype.user.user.reset_password",
    "frappe.core.doctype.user.user.sign_up",
    "frappe.translate.get_all_languages",
    "frappe.utils.print_format.download_pdf",  # by a share key
}
OPEN_TO_EVERYBODY = {"ping", "logout"}


@pytest.mark.parametrize("path", PATHS)
def test_a_call_is_there(ctx: Context, path: str) -> None:
    """It is whitelisted, and open to guests only where the contract says so."""
    endpoint = endpoint_of(attribute(path))
    assert endpoint is not None
    assert endpoint.allow_guest == (path in FOR_GUESTS)


@pytest.mark.parametrize("path", sorted({*PATHS, *SHORT} - FOR_GUESTS - OPEN_TO_EVERYBODY))
def test_a_guest_is_refused(world: World, path: str) -> None:
    """403, or for files the refusal of the file: never an answer, never a fault."""
    answer: Any = world.guest("POST", f"/api/method/{path}", json={})
    assert answer.status_code in (403, 417), (path, answer.status_code)
    if path not in SHORT:
        assert answer.json["exc_type"] == "PermissionError"


BOOT = words(
    """
    user user_info sysdefaults sitename server_date lang __messages time_zone modules allowed_workspaces
    module_wise_workspaces dashboards single_types nested_set_doctypes page_info letter_heads print_css docs
    navbar_settings notification_settings versions calendars treeviews link_title_doctypes translated_doctypes
    link_preview_doctypes max_file_size metadata_version assets_json module_app home_page home_folder lang_dict
    desk_settings success_action app_logo_url apps_data
"""
)
BOOT_USER = words(
    """
    name email first_name last_name language roles defaults recent user_permissions user_type creation all_reports
    all_read allow_modules can_read can_write can_create can_cancel can_submit can_delete can_email can_export
    can_get_report can_import can_print can_search can_select in_create default_workspace desk_theme
    document_follow_notify email_signature mute_sounds onboarding_status send_me_a_copy
"""
)


def test_the_desk_starts_with_what_clients_read(ctx: Context) -> None:
    """Keys of `frappe.boot` (9.8); `developer_mode` and `socketio_port` only where they are configured."""
    boot = attribute("frappe.boot.get_bootinfo")()
    assert [key for key in BOOT if key not in boot] == []
    assert [key for key in BOOT_USER if key not in boot.user] == []
    assert boot.docs[0]["doctype"] == ":Print Settings"
