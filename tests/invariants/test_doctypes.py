"""Every DocType of both apps holds together: targets, columns, names, rights, folders."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from app_tree import PACKAGES, STANDARD, doctypes, every_doctype, fieldnames, holders
from iso_qms.access.roles import ALL_ROLES

BOTH = pytest.mark.parametrize("app", ["frappe", "iso_qms"])
# Public names of stock's Document and Meta: a field of such a name hides the method or is refused.
NAMES = """
    add_comment add_custom_fields add_custom_links_and_actions add_doctype_links add_seen
    add_tag add_viewed append apply_fieldlevel_read_permissions apply_property_setters as_dict
    as_json cancel cast check_docstatus_transition check_if_latest check_if_locked
    check_no_back_links_exist check_permission clear_cache copy_attachments_from_amended_from
    db_get db_insert db_set db_update db_update_all deferred_insert delete delete_key
    dont_update_if_missing extend flags get get_all_children get_assigned_users get_code_fields
    get_custom_fields get_dashboard_data get_data_fields get_db_value get_doc_before_save
    get_document_share_key get_dynamic_link_fields get_field get_field_name_by_key_name
    get_fieldnames_with_value get_fields_to_check_permissions get_fields_to_fetch get_formatted
    get_global_search_fields get_high_permlevel_fields get_image_fields get_invalid_links
    get_label get_label_from_fieldname get_latest get_liked_by get_link_doctype get_link_fields
    get_list_fields get_list_template get_naming_series_options get_onload get_options
    get_parentfield_of_doctype get_password get_permissions get_permitted_fieldnames
    get_permlevel_access get_phone_fields get_row_template get_search_fields get_select_fields
    get_set_only_once_fields get_signature get_table_field_doctype get_table_fields get_tags
    get_title get_title_field get_translatable_fields get_url get_valid_columns get_valid_dict
    get_value get_web_template get_workflow getone has_field has_permission
    has_permlevel_access_to has_value_changed hook in_format_data init_child_tables
    init_field_caches init_valid_columns insert is_child_table_same is_dummy_password
    is_internal is_locked is_nested_set is_new is_print_hide is_translatable is_whitelisted
    load_doc_before_save load_from_db lock log_error meta notify_update parent_doc
    permitted_fieldnames precision process queue_action raise_no_permission_to reload remove
    remove_tag remove_unpicklable_values rename reset_seen reset_values_if_no_permlevel_access
    round_floats_in run_before_save_methods run_method run_notifications run_post_save_methods
    run_trigger save save_version set set_custom_permissions set_docstatus set_fetch_from_value
    set_name_in_children set_new_name set_onload set_parent_in_children set_title_field
    set_user_and_timestamp sort_fields submit unlock update update_child_table update_children
    update_if_missing update_modified update_single validate_higher_perm_levels
    validate_set_only_once validate_table_has_rows validate_update_after_submit validate_value
    validate_workflow
"""
TAKEN = frozenset(NAMES.split())
LINKING = ("Link", "Table", "Table MultiSelect")
NO_COLUMN = ("Section Break", "Column Break", "Tab Break", "HTML", "Button", "Heading", "Fold")


def fields(app: str, *types: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """(DocType, field) of the given fieldtypes."""
    for name, record in doctypes(app).items():
        yield from ((name, field) for field in record["fields"] if field["fieldtype"] in types)


@BOTH
def test_link_targets_exist(app: str) -> None:
    """A Link, Table or Table MultiSelect names a DocType that ships; a table names a child."""
    known, wrong = every_doctype(), []
    for doctype, field in fields(app, *LINKING):
        target = known.get(field.get("options", ""))
        if not target or (field["fieldtype"] != "Link") != bool(target.get("istable")):
            wrong.append((doctype, field["fieldname"], field.get("options")))
    assert not wrong


@BOTH
def test_dynamic_links_name_a_link_to_doctype(app: str) -> None:
    """The options of a Dynamic Link are a field that holds the name of a DocType."""
    wrong = []
    for doctype, field in fields(app, "Dynamic Link"):
        names = {f["fieldname"]: f for f in doctypes(app)[doctype]["fields"]}
        kind = names.get(field.get("options", ""))
        if not kind or not (
            kind.get("options") == "DocType" or kind["fieldtype"] in ("Data", "Select")
        ):
            wrong.append((doctype, field["fieldname"]))
    assert not wrong


@BOTH
def test_properties_name_existing_fields(app: str) -> None:
    """title_field, image_field, search_fields, sort_field, autoname and nsm_parent_field exist."""
    wrong = []
    for name, record in doctypes(app).items():
        known = fieldnames(name)
        named = [
            record.get(k)
            for k in ("title_field", "image_field", "nsm_parent_field", "timeline_field")
        ]
        named += [text.strip() for text in (record.get("search_fields") or "").split(",")]
        named += re.findall(r"(\w+)(?:\s+(?:asc|desc))?\s*(?:,|$)", record.get("sort_field") or "")
        autoname = record.get("autoname") or ""
        if autoname.startswith("field:"):
            named.append(autoname.removeprefix("field:"))
        if autoname.startswith("format:"):
            named += [
                n
                for n in re.findall(r"\{(\w+)\}", autoname)
                if n not in ("MM", "DD", "YY", "YYYY", "WW")
            ]
        wrong += [(name, field) for field in named if field and field not in known]
    assert not wrong


@BOTH
def test_fetched_fields_exist_at_both_ends(app: str) -> None:
    """fetch_from is `link.field`: the link is a field here, the field exists there.

    Where a Dynamic Link leads is known only to the record: then a standard column is asked for.
    """
    wrong = []
    for name, record in doctypes(app).items():
        links = {
            f["fieldname"]: f.get("options") for f in record["fields"] if f["fieldtype"] == "Link"
        }
        dynamic = {f["fieldname"] for f in record["fields"] if f["fieldtype"] == "Dynamic Link"}
        for field in record["fields"]:
            link, _, source = (field.get("fetch_from") or "").partition(".")
            if link in dynamic and source in STANDARD:
                continue
            if link and (link not in links or source not in fieldnames(links[link])):
                wrong.append((name, field["fieldname"], field["fetch_from"]))
    assert not wrong


@BOTH
def test_fieldnames_are_distinct_and_listed(app: str) -> None:
    """No fieldname twice, every one a plain identifier, field_order lists exactly the fields."""
    wrong = []
    for name, record in doctypes(app).items():
        names = [field["fieldname"] for field in record["fields"]]
        wrong += [
            (name, n)
            for n in names
            if names.count(n) > 1 or not re.fullmatch(r"[a-z_][a-z0-9_]*", n)
        ]
        if "field_order" in record and record["field_order"] != names:
            wrong.append((name, "field_order"))
    assert not wrong


def test_fieldnames_hide_nothing_of_stock() -> None:
    """`process` broke the installation on stock v15; no field has the name of a method or column."""
    wrong = [
        (name, field["fieldname"])
        for name, record in doctypes("iso_qms").items()
        for field in record["fields"]
        if field["fieldname"] in TAKEN | STANDARD | {"doctype"}
    ]
    assert not wrong


@BOTH
def test_children_have_holders_and_no_permissions(app: str) -> None:
    """A child table is used somewhere and carries no rights of its own."""
    for name, record in doctypes(app).items():
        if record.get("istable"):
            assert not record.get("permissions"), name
            if app == "iso_qms":
                assert holders(name), name


def test_rights_are_explicit_known_and_without_share() -> None:
    """Each DocType of the app names its roles, all shipped, each once a level, share 0, read given."""
    known, wrong = {*ALL_ROLES, "System Manager"}, []
    for name, record in doctypes("iso_qms").items():
        rows = record.get("permissions") or []
        if record.get("istable"):
            continue
        if "System Manager" not in {row["role"] for row in rows}:
            wrong.append((name, "no System Manager"))
        for row in rows:
            if row["role"] not in known or row.get("share") or not row.get("read"):
                wrong.append((name, row["role"]))
        keys = [(row["role"], row.get("permlevel", 0)) for row in rows]
        wrong += [(name, key) for key in keys if keys.count(key) > 1]
    assert not wrong


def test_every_role_is_used() -> None:
    """A role that opens nothing is a mistake."""
    used = {row["role"] for r in doctypes("iso_qms").values() for row in r.get("permissions") or []}
    assert set(ALL_ROLES) <= used


@BOTH
def test_no_definition_is_an_orphan(app: str) -> None:
    """Folder, file, module and class agree; the module is listed in modules.txt."""
    listed = (PACKAGES[app] / "modules.txt").read_text("utf-8").split("\n")
    wrong = []
    for name, record in doctypes(app).items():
        path, scrubbed = record["__path"], name.lower().replace(" ", "_").replace("-", "_")
        module = record["module"].lower().replace(" ", "_")
        controller = path.with_suffix(".py")
        if (
            path.stem != scrubbed
            or path.parents[2].name != module
            or record["module"] not in listed
        ):
            wrong.append((name, "place"))
        # A custom DocType needs no class; these are all standard.
        named = name.replace(" ", "").replace("-", "")
        if not controller.exists() or f"class {named}(" not in controller.read_text("utf-8"):
            wrong.append((name, "controller"))
    assert not wrong


def test_agency_records_track_changes() -> None:
    """Every change of a record leaves who, when, old, new."""
    plain = [r for r in doctypes("iso_qms").values() if not r.get("istable")]
    assert plain
    assert [r["name"] for r in plain if not r.get("track_changes")] == []


def test_links_between_definitions_exist() -> None:
    """The connections of a form name an existing DocType and field."""
    wrong = [
        (name, link["link_doctype"], link["link_fieldname"])
        for name, record in doctypes("iso_qms").items()
        for link in record.get("links") or []
        if link["link_fieldname"] not in fieldnames(link["link_doctype"])
    ]
    assert not wrong
