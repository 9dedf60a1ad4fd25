"""Remote calls that clients name without a dot: ping, logout, upload_file, download_file,
run_doc_method."""

import json
from typing import Any

from ristretto.context import current
from ristretto.web import doc_methods, rpc, uploads, viewing
from ristretto.web.answers import disposition
from ristretto.web.assets import inside, mimetype_of, send_upload
from ristretto.web.listing import parse_json
from ristretto.web.private_files import readable_record
from ristretto.web.transactions import begin

import frappe
from frappe import _


def handle() -> None:
    """Run `cmd` of the request and put the result into the response."""
    command = str(frappe.local.form_dict.cmd or "")
    if command and command != "login":
        result = execute_cmd(command)
        if result is not None:
            frappe.response["message"] = result


def execute_cmd(cmd: str, from_async: bool = False) -> Any:
    """The result of a whitelisted function by its name."""
    context = current()
    endpoint = rpc.resolve(context, cmd)
    verb = context.request.method if context.request else "POST"
    rpc.authorize(context, endpoint, cmd, verb)
    begin(context, verb, endpoint)
    return rpc.call(context, endpoint, context.form_dict)


@frappe.whitelist(allow_guest=True)
def ping() -> str:
    return "pong"


@frappe.whitelist(allow_guest=True)
@viewing.allowed_while_looking
def logout() -> None:
    """End the session; the answer has the shape of a login's, for Guest."""
    frappe.local.flags.commit = True
    frappe.local.login_manager.logout()


@frappe.whitelist(allow_guest=True)
@viewing.allowed_while_looking
def web_logout() -> None:
    """End the session and show a page that says so."""
    logout()
    frappe.response.clear()
    frappe.respond_as_web_page(_("Logged Out"), _("You are signed out"), indicator_color="green")


@frappe.whitelist(allow_guest=True, xss_safe=True, methods=["POST", "PUT"])
def upload_file() -> Any:
    """A File record of the multipart field `file` (or of `file_url`); see ristretto.web.uploads for
    the rules."""
    return uploads.upload(current())


@frappe.whitelist(allow_guest=True, xss_safe=True, methods=["POST", "PUT"])
def uploadfile() -> Any:
    return uploads.upload(current())


@frappe.whitelist(allow_guest=True)
@frappe.read_only()
def download_file(file_url: str) -> Any:
    """The bytes of a file as an attachment, for whoever may read one of its records."""
    context = current()
    record = readable_record(context, file_url)
    if record is None:
        if frappe.db.exists("File", {"file_url": file_url}):
            raise frappe.PermissionError(_("You do not have access to this file"))
        raise frappe.DoesNotExistError(_("File {0} not found").format(file_url))
    visible = "private" if file_url.startswith("/private/") else "public"
    folder, name = context.site.path / visible / "files", file_url.partition("/files/")[2]
    path = inside(folder, name)
    if path is None:
        raise frappe.DoesNotExistError(_("File {0} not found").format(file_url))
    response = send_upload(context.request, path, "private, no-cache")
    response.headers["Content-Disposition"] = disposition("attachment", path.name)
    response.mimetype = mimetype_of(path.name)
    return response


@frappe.whitelist(xss_safe=True)
def run_doc_method(
    method: str,
    docs: Any = None,
    dt: str | None = None,
    dn: Any = None,
    arg: Any = None,
    args: Any = None,
) -> None:
    """A whitelisted method of a record: by `docs` (as the client holds it) or by `dt` and `dn`."""
    context = current()
    given = _loads(args if args else arg)
    document = frappe.get_doc(dt, dn or dt) if dt else _sent_document(docs)
    result = doc_methods.run(context, document, method, given)
    if result is not None:
        frappe.response["message"] = result


@frappe.whitelist(xss_safe=True)
def runserverobj(
    method: str,
    docs: Any = None,
    dt: str | None = None,
    dn: Any = None,
    arg: Any = None,
    args: Any = None,
) -> None:
    run_doc_method(method, docs=docs, dt=dt, dn=dn, arg=arg, args=args)


def _sent_document(docs: Any) -> Any:
    values = parse_json(docs, "docs")
    if isinstance(values, list):
        values = values[0] if values else None
    if not isinstance(values, dict) or not values.get("doctype"):
        frappe.throw(_("A document with its doctype is needed"))
    document = frappe.get_doc(values)
    if not document.is_new():
        document.check_if_latest()
    return document


def _loads(value: Any) -> Any:
    """JSON text as its value; other text stays text."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value
