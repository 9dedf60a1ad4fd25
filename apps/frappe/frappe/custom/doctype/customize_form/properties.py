"""Lists what Customize Form may change, with the type under which a Property Setter keeps it."""

from __future__ import annotations

from typing import Any

from frappe.utils import cint, cstr


def _typed(**names: str) -> dict[str, str]:
    return {name: kind.replace("_", " ") for kind, text in names.items() for name in text.split()}


DOCTYPE_PROPERTIES = _typed(
    Data="""search_fields title_field image_field sort_field sort_order default_print_format
    default_email_template subject_field sender_field naming_rule autoname""",
    Check="""allow_copy istable quick_entry queue_in_background editable_grid
    make_attachments_public track_changes track_views
    allow_auto_repeat allow_import show_preview_popup
    email_append_to show_title_field_in_link is_calendar_and_gantt
    force_re_route_to_default_view translated_doctype""",
    Int="max_attachments",
    Select="default_view",
)

FIELD_PROPERTIES = _typed(
    Data="""label width print_width collapsible_depends_on mandatory_depends_on read_only_depends_on
    depends_on""",
    Select="fieldtype precision",
    Text="options description default",
    Small_Text="fetch_from",
    Int="permlevel length columns",
    JSON="link_filters",
    Check="""sort_options fetch_if_empty show_dashboard non_negative reqd unique
    ignore_user_permissions in_list_view in_standard_filter in_global_search in_preview bold
    no_copy ignore_xss_filter hidden collapsible print_hide print_hide_if_no_value
    report_hide allow_on_submit translatable read_only remember_last_selected_value
    allow_bulk_edit allow_in_quick_entry hide_border hide_days hide_seconds is_virtual""",
)

# table field of the form -> (DocType of its rows, their properties)
ROW_PROPERTIES = {
    "links": (
        "DocType Link",
        _typed(Link="link_doctype", Data="link_fieldname group", Check="hidden"),
    ),
    "actions": (
        "DocType Action",
        _typed(Data="label group", Select="action_type", Small_Text="action", Check="hidden"),
    ),
    "states": ("DocType State", _typed(Data="title", Select="color")),
}


def same(first: Any, second: Any, kind: str) -> bool:
    """Whether two values of a property mean the same: nothing, 0 and '' do, 1 and '1' do."""
    if kind in ("Check", "Int"):
        return cint(first) == cint(second)
    return cstr(first) == cstr(second)
