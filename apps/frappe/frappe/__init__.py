"""The public namespace that apps import: Frappe's names over the Ristretto engine.

This is an independent runtime, not Frappe. The names and their meaning are those of Frappe v15;
everything is decided in the rooms of `ristretto`, here it is only offered.
"""

# ruff: noqa: E402, I001 - re-exports, in the order that their imports need

from __future__ import annotations

__version__ = "15.41.0"
__title__ = "Frappe Framework"

import ristretto.web.whitelist
from ristretto.context import AttrDict as _dict
from ristretto.context.messages import clear_last_message, clear_messages, msgprint, throw
from ristretto.context.translate import LazyText as _lt
from ristretto.context.translate import translate as _
from ristretto.errors import *  # noqa: F403
from ristretto.errors import NameError, PermissionError
from frappe._local import Local, LocalProxy, local

conf = LocalProxy("conf")
db = LocalProxy("db")
form = form_dict = LocalProxy("form_dict")
request = LocalProxy("request")
response = LocalProxy("response")
session = LocalProxy("session")
user = LocalProxy("user")
flags = LocalProxy("flags")
error_log = LocalProxy("error_log")
debug_log = LocalProxy("debug_log")
message_log = LocalProxy("message_log")
lang = LocalProxy("lang")
job = LocalProxy("job")

from ristretto.document import (
    copy_doc,
    delete_doc,
    get_cached_doc,
    get_doc,
    get_last_doc,
    new_doc,
)
from ristretto.document.controllers import get_controller
from frappe._apps import (
    call,
    create_folder,
    get_all_apps,
    get_app_path,
    get_app_source_path,
    get_attr,
    get_doc_hooks,
    get_domain_data,
    get_file_items,
    get_file_json,
    get_hooks,
    get_installed_apps,
    get_meta_module,
    get_module,
    get_module_list,
    get_module_path,
    get_newargs,
    get_pymodule_path,
    get_site_config,
    get_site_path,
    read_file,
)
from frappe._session import (
    clear_cache,
    clear_document_cache,
    connect,
    destroy,
    get_conf,
    get_roles,
    get_user,
    has_permission,
    has_website_permission,
    init,
    init_site,
    only_for,
    only_has_select_perm,
    set_user,
)
from frappe._text import (
    as_json,
    bold,
    cstr,
    errprint,
    generate_hash,
    get_traceback,
    json_handler,
    log,
    log_error,
    logger,
    parse_json,
    safe_decode,
    safe_encode,
    scrub,
    unscrub,
)
from frappe._web import (
    get_request_header,
    is_whitelisted,
    read_only,
    redirect,
    redirect_to_message,
    respond_as_web_page,
    validate_and_sanitize_search_inputs,
    whitelist,
    write_only,
)
from frappe._records import (
    delete_doc_if_exists,
    enqueue,
    enqueue_doc,
    format_value,
    get_all,
    get_cached_value,
    get_desk_link,
    get_list,
    get_precision,
    get_single,
    get_single_value,
    get_system_settings,
    get_template,
    get_test_records,
    get_value,
    get_version,
    get_website_settings,
    import_doc,
    is_table,
    make_property_setter,
    mock,
    publish_progress,
    publish_realtime,
    reload_doc,
    reload_doctype,
    rename_doc,
    render_template,
    safe_eval,
    set_value,
)
from frappe.model.meta import get_meta

format = format_value
STANDARD_USERS = ("Guest", "Administrator")


def get_message_log() -> list[_dict]:
    """Messages queued for the client so far."""
    return [_dict(message) for message in local.message_log]


@whitelist(allow_guest=True)
def ping() -> str:
    return "pong"


from frappe.utils.redis_wrapper import cache
from frappe import exceptions, utils
from frappe.utils import cint, flt, get_site_name
import ristretto.flow
from frappe import permissions, defaults, share, translate
from frappe.email.queue import sendmail
from frappe.query_builder import qb
from frappe.utils.print_utils import attach_print, get_print
from frappe.integrations.doctype.webhook.triggers import run_webhooks as _run_webhooks
from frappe.core.doctype.server_script.server_script_utils import get_server_script_map as _scripts
