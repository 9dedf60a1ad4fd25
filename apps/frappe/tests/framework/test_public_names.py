"""Every name that the contract lists for apps can be imported from where they expect it."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import frappe
import pytest

NAMES = {
    "frappe": """
        _ _lt _dict bold throw msgprint clear_messages clear_last_message get_message_log errprint log
        get_doc new_doc get_cached_doc get_cached_value get_last_doc get_single get_meta copy_doc delete_doc
        delete_doc_if_exists rename_doc reload_doc reload_doctype get_doc_hooks get_all get_list get_value set_value
        session set_user get_user get_roles only_for has_permission has_website_permission permissions share defaults
        whitelist is_whitelisted read_only write_only validate_and_sanitize_search_inputs call get_attr get_module
        get_hooks get_installed_apps get_all_apps get_app_path get_module_path get_site_path scrub unscrub
        generate_hash as_json parse_json get_traceback log_error logger get_file_json read_file get_system_settings
        get_website_settings get_precision format_value format get_desk_link get_domain_data is_table
        get_test_records make_property_setter get_version mock ping local conf form_dict request response flags cache
        db qb lang user init connect destroy init_site clear_cache clear_document_cache redirect respond_as_web_page
        redirect_to_message render_template get_template get_print attach_print sendmail publish_realtime
        publish_progress enqueue enqueue_doc safe_eval safe_encode safe_decode import_doc get_conf get_request_header
        only_has_select_perm PermissionError ValidationError DoesNotExistError DuplicateEntryError MandatoryError
        LinkExistsError LinkValidationError TimestampMismatchError UpdateAfterSubmitError AuthenticationError
    """,
    "frappe.utils": """
        now nowdate today nowtime now_datetime getdate get_datetime get_time get_timedelta to_timedelta add_to_date
        add_days add_months add_years date_diff month_diff time_diff time_diff_in_seconds time_diff_in_hours
        get_first_day get_last_day get_first_day_of_week get_last_day_of_week get_quarter_start get_quarter_ending
        get_year_start get_year_ending is_last_day_of_the_month get_weekday get_timespan_date_range get_timestamp
        convert_utc_to_system_timezone get_system_timezone get_datetime_str get_date_str get_time_str formatdate
        format_date format_time format_datetime global_date_format pretty_date format_duration duration_to_seconds
        get_eta flt cint cstr sbool rounded ceil floor remainder safe_div fmt_money money_in_words in_words strip_html
        strip_html_tags escape_html sanitize_html is_html markdown md_to_html to_markdown comma_and comma_or comma_sep
        unique random_string get_abbr quoted encode strip get_string_between get_fullname get_email_address
        get_formatted_email validate_email_address validate_phone_number validate_url split_emails parse_addr get_url
        get_url_to_form get_url_to_list get_url_to_report get_link_to_form get_absolute_url cast compare
        evaluate_filters make_filter_tuple has_common create_batch groupby_metric safe_json_loads get_files_path
        get_site_path get_bench_path execute_in_shell touch_file generate_hash update_progress_bar
        get_datetime_in_timezone
    """,
    "frappe.utils.pdf": "get_pdf",
    "frappe.utils.print_format": "download_pdf",
    "frappe.utils.file_manager": "save_file get_file remove_file get_file_path",
    "frappe.utils.csvutils": "read_csv_content build_csv_response to_csv getlink",
    "frappe.utils.xlsxutils": "make_xlsx build_xlsx_response read_xlsx_file_from_attached_file",
    "frappe.utils.password": "get_decrypted_password set_encrypted_password check_password update_password",
    "frappe.utils.user": "get_users_with_role get_system_managers add_role get_user_fullname",
    "frappe.utils.background_jobs": "enqueue get_jobs is_job_enqueued",
    "frappe.utils.nestedset": "NestedSet update_nsm rebuild_tree get_root_of get_ancestors_of get_descendants_of",
    "frappe.utils.data": "getdate flt cint add_days",
    "frappe.utils.dateutils": "parse_date get_dates_from_timegrain get_period",
    "frappe.utils.safe_exec": "safe_exec safe_eval get_safe_globals",
    "frappe.utils.jinja": "get_jenv render_template get_template validate_template",
    "frappe.utils.caching": "redis_cache request_cache site_cache",
    "frappe.utils.verified_command": "get_signed_params verify_request",
    "frappe.utils.global_search": "search sync_global_search rebuild_for_doctype",
    "frappe.utils.formatters": "format_value",
    "frappe.utils.html_utils": "sanitize_html",
    "frappe.utils.image": "strip_exif_data optimize_image resize_images",
    "frappe.utils.scheduler": "is_scheduler_inactive is_scheduler_disabled enable_scheduler",
    "frappe.utils.synchronization": "filelock",
    "frappe.utils.make_random": "get_random",
    "frappe.utils.fixtures": "sync_fixtures export_fixtures",
    "frappe.utils.logger": "get_logger",
    "frappe.utils.telemetry": "capture",
    "frappe.model": """
        no_value_fields table_fields default_fields display_fieldtypes core_doctypes_list log_types data_fieldtypes
        numeric_fieldtypes
    """,
    "frappe.model.document": "Document bulk_insert get_controller",
    "frappe.model.meta": "get_meta Meta get_field_precision",
    "frappe.model.naming": """
        make_autoname getseries set_name_by_naming_series append_number_if_name_exists revert_series_if_last
        parse_naming_series NamingSeries
    """,
    "frappe.model.mapper": "get_mapped_doc",
    "frappe.model.rename_doc": "rename_doc",
    "frappe.model.delete_doc": "delete_doc",
    "frappe.model.utils.rename_field": "rename_field",
    "frappe.model.utils.user_settings": "get_user_settings",
    "frappe.model.utils.link_count": "update_link_count",
    "frappe.model.workflow": "apply_workflow get_transitions get_workflow",
    "frappe.model.db_query": "DatabaseQuery",
    "frappe.permissions": "has_permission add_permission update_permission_property get_role_permissions",
    "frappe.share": "add remove",
    "frappe.defaults": """
        get_user_default get_defaults set_user_default get_global_default set_global_default add_default clear_default
        get_user_permissions
    """,
    "frappe.custom.doctype.custom_field.custom_field": "create_custom_field create_custom_fields",
    "frappe.custom.doctype.property_setter.property_setter": "make_property_setter delete_property_setter",
    "frappe.desk.form.assign_to": "add remove clear close_all_assignments",
    "frappe.desk.doctype.notification_log.notification_log": "enqueue_create_notification make_notification_logs",
    "frappe.desk.reportview": "get_match_cond build_match_conditions get_filters_cond",
    "frappe.desk.search": "search_link search_widget",
    "frappe.desk.treeview": "make_tree_args",
    "frappe.desk.query_report": "run",
    "frappe.core.doctype.communication.email": "make",
    "frappe.core.doctype.file.utils": "get_content_hash extract_images_from_html",
    "frappe.core.doctype.version.version": "get_diff",
    "frappe.core.doctype.doctype.doctype": "validate_fields_for_doctype",
    "frappe.email.doctype.email_template.email_template": "get_email_template",
    "frappe.website.website_generator": "WebsiteGenerator",
    "frappe.website.utils": "clear_cache",
    "frappe.contacts.address_and_contact": "load_address_and_contact",
    "frappe.contacts.doctype.address.address": "get_default_address get_address_display",
    "frappe.contacts.doctype.contact.contact": "get_default_contact get_contact_details",
    "frappe.modules": "get_doc_path scrub load_doctype_module reload_doc",
    "frappe.modules.utils": "export_customizations",
    "frappe.modules.export_file": "export_to_files",
    "frappe.installer": "install_app remove_app update_site_config",
    "frappe.translate": "get_all_translations get_user_lang",
    "frappe.rate_limiter": "rate_limit",
    "frappe.exceptions": """
        ValidationError InvalidDatabaseFile InvalidSignatureError MappingMismatchError PrintFormatError
        UnknownDomainError UrlSchemeNotSupported
    """,
    "frappe.types": "DF",
    "frappe.frappeclient": "FrappeClient",
    "frappe.integrations.utils": "make_get_request make_post_request create_request_log",
    "frappe.query_builder": "DocType Field Table Interval Case Criterion Order",
    "frappe.query_builder.functions": """
        Count Sum Max Min Avg IfNull Coalesce Concat Concat_ws GroupConcat Now CurDate Date DateFormat UnixTimestamp
        Extract Substring Locate Match Cast_ Round Truncate Timestamp CombineDatetime CustomFunction
    """,
    "frappe.database.database": "savepoint",
    "frappe.tests.utils": "FrappeTestCase change_settings patch_hooks timeout",
    "frappe.test_runner": "make_test_records",
    "frappe.commands": "pass_context get_site",
}


@pytest.mark.parametrize("module", NAMES)
def test_names(ctx: Any, module: str) -> None:
    """Each listed name is there."""
    found = import_module(module)

    assert [name for name in NAMES[module].split() if not hasattr(found, name)] == []


DB = """
    get_value get_values get_single_value get_singles_dict set_single_value set_value exists count delete truncate sql
    sql_list sql_ddl multisql commit rollback savepoint release_savepoint before_commit after_commit before_rollback
    after_rollback escape get_list get_all get_default set_default get_global set_global table_exists has_column
    get_table_columns add_index add_unique get_tables updatedb rename_column bulk_insert get_descendants a_row_exists
    get_creation_count describe db_type
"""
CACHE = """
    get_value set_value delete_value delete_key delete_keys get_keys hget hset hdel hgetall hkeys hexists hdel_keys
    exists lpush rpush lpop rpop llen lrange ltrim sadd srem smembers sismember spop incrby incr expire get set setex
    setnx pipeline make_key
"""
DOCUMENT = """
    get set update append extend remove getone as_dict as_json get_valid_dict is_new docstatus meta flags get_value
    get_formatted precision get_title get_url get_password set_onload get_onload get_db_value run_method run_trigger
    get_all_children get_signature get_doc_before_save has_value_changed check_permission has_permission add_comment
    add_tag remove_tag get_tags add_seen add_viewed get_assigned_users get_liked_by notify_update log_error
    validate_value validate_table_has_rows validate_from_to_dates round_floats_in get_permlevel_access
    apply_fieldlevel_read_permissions get_document_share_key is_whitelisted delete rename submit cancel insert save
    reload db_set db_get db_insert db_update load_from_db queue_action lock unlock is_child_table_same
"""


@pytest.mark.parametrize(
    ("what", "names"),
    [("db", DB), ("cache", CACHE), ("document", DOCUMENT)],
    ids=["db", "cache", "document"],
)
def test_methods(ctx: Any, what: str, names: str) -> None:
    """Each listed method of the database, the cache and a document is there."""
    found: Any = {"db": frappe.db, "cache": frappe.cache, "document": frappe.new_doc("ToDo")}[what]

    assert [name for name in names.split() if not hasattr(found, name)] == []
