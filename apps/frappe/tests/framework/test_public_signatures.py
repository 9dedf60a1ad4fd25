"""Apps call by position and by name: the parameters of public functions, their order and their defaults."""

from __future__ import annotations

import inspect
from importlib import import_module
from typing import Any

import frappe
import pytest

# name: parameters in order, `=default` where one may be left out, what follows `*` by name only
FUNCTIONS = {
    "frappe._": "msg lang=None context=None",
    "frappe.throw": "msg exc title=None is_minimizable=False wide=False as_list=False",
    "frappe.msgprint": """msg title=None raise_exception=0 as_table=False as_list=False indicator=None alert=False
        primary_action=None is_minimizable=False wide=False * realtime=False""",
    "frappe.has_permission": """doctype=None ptype='read' doc=None user=None throw=False
        * parent_doctype=None debug=False""",
    "frappe.only_for": "roles message=False",
    "frappe.whitelist": "allow_guest=False xss_safe=False methods=None",
    "frappe.new_doc": "doctype * parent_doc=None parentfield=None as_dict=False",
    "frappe.get_meta": "doctype cached=True",
    "frappe.get_single": "doctype",
    "frappe.get_last_doc": "doctype filters=None order_by * for_update=False",
    "frappe.copy_doc": "doc ignore_no_copy=True",
    "frappe.delete_doc": """doctype=None name=None force=0 ignore_doctypes=None for_reload=False
        ignore_permissions=False flags=None ignore_on_trash=False ignore_missing=True delete_permanently=False""",
    "frappe.rename_doc": """doctype old new force=False merge=False * ignore_if_exists=False show_alert=True
        rebuild_search=True""",
    "frappe.reload_doc": "module dt=None dn=None force=False reset_permissions=False",
    "frappe.get_attr": "method_string",
    "frappe.get_cached_value": "doctype name fieldname='name' as_dict=False",
    "frappe.clear_cache": "user=None doctype=None",
    "frappe.generate_hash": "txt=None length=56",
    "frappe.as_json": "obj indent=1 separators=None ensure_ascii=True",
    "frappe.parse_json": "val",
    "frappe.scrub": "txt",
    "frappe.log_error": "title=None message=None reference_doctype=None reference_name=None",
    "frappe.render_template": "template context=None is_path=None safe_render=True",
    "frappe.realtime.publish_realtime": """event=None message=None room=None user=None doctype=None docname=None
        task_id=None after_commit=False""",
    "frappe.respond_as_web_page": """title html success=None http_status_code=None context=None indicator_color=None
        primary_action='/' primary_label=None fullpage=False width=None template='message'""",
    "frappe.make_property_setter": """args ignore_validate=False validate_fields_for_doctype=True
        is_system_generated=True""",
    "frappe.attach_print": """doctype name file_name=None print_format=None style=None html=None doc=None lang=None
        print_letterhead=True password=None letterhead=None""",
    "frappe.safe_eval": "code eval_globals=None eval_locals=None",
    "frappe.db.get_value": """doctype filters=None fieldname='name' ignore=None as_dict=False debug=False order_by
        cache=False for_update=False * run=True pluck=False distinct=False skip_locked=False wait=True""",
    "frappe.db.set_value": "dt dn field val=None modified=None modified_by=None update_modified=True debug=False",
    "frappe.db.exists": "dt dn=None cache=False",
    "frappe.db.count": "dt filters=None debug=False cache=False distinct=True",
    "frappe.db.delete": "doctype filters=None debug=False",
    "frappe.db.get_single_value": "doctype fieldname cache=True",
    "frappe.db.set_single_value": """doctype fieldname value=None * modified=None modified_by=None update_modified=True
        debug=False""",
    "frappe.db.escape": "s percent=True",
    "frappe.db.add_index": "doctype fields index_name=None",
    "frappe.db.bulk_insert": "doctype fields values ignore_duplicates=False * chunk_size=10000",
    "frappe.share.add": """doctype name user=None read=1 write=0 submit=0 share=0 everyone=0 notify=0""",
    "frappe.model.mapper.get_mapped_doc": """from_doctype from_docname table_maps target_doc=None postprocess=None
        ignore_permissions=False ignore_child_tables=False cached=False""",
    "frappe.model.naming.make_autoname": "key='' doctype='' doc='' * ignore_validate=False",
    "frappe.model.naming.revert_series_if_last": "key name doc=None",
    "frappe.utils.flt": "s precision=None rounding_method=None",
    "frappe.utils.cint": "s default=0",
    "frappe.utils.cstr": "s encoding='utf-8'",
    "frappe.utils.getdate": "string_date=None parse_day_first=False",
    "frappe.utils.add_to_date": """date years=0 months=0 weeks=0 days=0 hours=0 minutes=0 seconds=0 as_string=False
        as_datetime=False""",
    "frappe.utils.fmt_money": "amount precision=None currency=None format=None",
    "frappe.utils.get_link_to_form": "doctype name label=None",
    "frappe.utils.password.encrypt": "txt encryption_key=None",
    "frappe.utils.password.get_decrypted_password": "doctype name fieldname='password' raise_exception=True",
    "frappe.utils.background_jobs.enqueue": """method queue='default' timeout=None event=None is_async=True
        job_name=None now=False enqueue_after_commit=False""",
    "frappe.custom.doctype.custom_field.custom_field.create_custom_fields": """custom_fields ignore_validate=False
        update=True""",
    "frappe.desk.reportview.get_filters_cond": """doctype filters conditions ignore_permissions=None
        with_match_conditions=False""",
    "frappe.rate_limiter.rate_limit": "key=None limit=5 seconds=86400 methods='ALL' ip_based=True",
}
METHODS = {
    "insert": """ignore_permissions=None ignore_links=None ignore_if_duplicate=False ignore_mandatory=None set_name=None
        set_child_names=True""",
    "get": "key filters=None limit=None default=None",
    "set": "key value as_value=False",
    "update": "d",
    "update_if_missing": "d",
    "append": "key value=None position=-1",
    "extend": "key value",
    "remove": "doc",
    "as_dict": """no_nulls=False no_default_fields=False convert_dates_to_str=False no_child_table_fields=False
        no_private_properties=False""",
    "db_set": "fieldname value=None update_modified=True notify=False commit=False",
    "has_permission": "permtype='read' * debug=False user=None",
    "check_permission": "permtype='read' permlevel=None",
    "add_comment": """comment_type='Comment' text=None comment_email=None comment_by=None""",
    "get_password": "fieldname='password' raise_exception=True",
    "delete": "ignore_permissions=False force=False * delete_permanently=False",
    "rename": "name merge=False force=False validate_rename=True",
    "set_new_name": "force=False set_name=None set_child_names=True",
    "validate_table_has_rows": "parentfield raise_exception=None",
}


def wanted(text: str) -> list[tuple[str, str | None, bool]]:
    """[(name, default as text or None, by name only)]"""
    words, found, named = text.split(), [], False
    for word in words:
        if word == "*":
            named = True
            continue
        name, equals, default = word.partition("=")
        found.append((name, default if equals else None, named))
    return found


def offered(function: Any) -> list[inspect.Parameter]:
    parameters = inspect.signature(inspect.unwrap(function)).parameters.values()
    return [each for each in parameters if each.kind not in (each.VAR_POSITIONAL, each.VAR_KEYWORD)]


def faults(function: Any, text: str) -> list[str]:
    found = []
    parameters = [each for each in offered(function) if each.name != "self"]
    by_name = {each.name: (place, each) for place, each in enumerate(parameters)}
    for place, (name, default, named) in enumerate(wanted(text)):
        if name not in by_name:
            found.append(f"no {name}")
            continue
        stands, parameter = by_name[name]
        if not named and stands != place:
            found.append(f"{name} stands at {stands}")
        if default is not None and str(parameter.default) != default.strip("'"):
            found.append(f"{name}={parameter.default!r}")
    return found


def resolved(name: str) -> Any:
    module, _dot, attribute = name.rpartition(".")
    if module == "frappe.db":
        return getattr(frappe.db, attribute)
    return getattr(import_module(module), attribute)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_functions(ctx: Any, name: str) -> None:
    """Parameters stand where callers put them and are left out where they leave them out."""
    assert faults(resolved(name), FUNCTIONS[name]) == []


@pytest.mark.parametrize("name", METHODS)
def test_methods_of_a_document(ctx: Any, name: str) -> None:
    """The same for what is called on a record."""
    assert faults(getattr(frappe.model.document.Document, name), METHODS[name]) == []
