"""Decides what happens to an uploaded file: how large it may be, who may attach it to what, which
kinds strangers may send.

Closed hole: attaching to a record needs write permission on it; stock checks and then ignores the
answer (R05e). The File
record and its bytes belong to the request's transaction: a half upload, or a refusal after it,
leaves nothing.
"""

from __future__ import annotations

import mimetypes
from typing import Any

from ristretto import access
from ristretto.context import AttrDict, Context
from ristretto.context.messages import clear_last_message, throw
from ristretto.context.translate import translate
from ristretto.db.metas import get_meta
from ristretto.document import get_doc
from ristretto.errors import DoesNotExistError, PermissionError
from ristretto.web import rpc
from ristretto.web.body import DEFAULT_MAX_BODY
from ristretto.web.listing import is_on, size_of
from ristretto.web.resolve import attribute
from ristretto.web.settings import number, switched_on

GUEST_TYPES = frozenset(
    {
        "image/png",
        "image/jpeg",
        "application/pdf",
        "application/msword",
        "text/plain",
        "video/quicktime",
        "video/mp4",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.ms-excel",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.oasis.opendocument.text",
        "application/vnd.oasis.opendocument.spreadsheet",
    }
)


def max_file_size(context: Context) -> int:
    """Bytes: System Settings (megabytes), else `max_file_size` of the site's configuration, else 25
    MiB."""
    megabytes = number("max_file_size")
    if megabytes:
        return megabytes * 1024 * 1024
    configured = context.conf.max_file_size
    return int(configured) if configured else DEFAULT_MAX_BODY


def upload(context: Context) -> Any:
    """The File record made of a multipart request, or the result of the handler named by
    `method`."""
    form = context.form_dict
    stranger = _is_stranger(context)
    sent = context.request.files.get("file")
    content = sent.stream.read() if sent else None
    filename = (sent.filename if sent else None) or form.get("file_name")
    if stranger:
        _require_harmless(str(filename or ""), content)
    if form.get("method"):
        return _call_handler(context, str(form.method), content, filename)
    _require_target(form.get("doctype"), form.get("docname"))
    if content is not None and is_on(form.get("optimize"), default=False):
        content = _smaller(content, str(filename or ""), form)
    record = get_doc(
        {
            "doctype": "File",
            "attached_to_doctype": form.get("doctype"),
            "attached_to_name": form.get("docname"),
            "attached_to_field": form.get("fieldname"),
            "folder": form.get("folder") or "Home",
            "file_name": filename,
            "file_url": form.get("file_url") or form.get("fileurl"),
            "is_private": int(is_on(form.get("is_private"), default=False)),
            "content": content,
            **_from_library(form.get("library_file_name")),
        }
    )
    # The right to attach was decided above on the target. A row on a file that lies on the site
    # already needs the right to read that file, which File decides.
    return record.save(ignore_permissions=content is not None)


def _from_library(name: str | None) -> dict[str, Any]:
    """Name, address and privacy of a file that is there already; needs the right to read it."""
    if not name:
        return {}
    file = get_doc("File", name)
    file.check_permission("read")
    return {key: file.get(key) for key in ("file_name", "file_url", "is_private")}


def _smaller(content: bytes, filename: str, form: AttrDict) -> bytes:
    """A picture made smaller, as the sender asks; anything else as it is."""
    kind = mimetypes.guess_type(filename)[0] or ""
    if not kind.startswith("image/"):
        return content
    limits = {key: size_of(form[key]) for key in ("max_width", "max_height") if form.get(key)}
    asked = {key: value for key, value in limits.items() if value}
    return bytes(attribute("frappe.utils.image.optimize_image")(content, kind, **asked))


def _is_stranger(context: Context) -> bool:
    """True for people without the desk; guests need the site's permission to upload at all."""
    if context.user == "Guest":
        if not switched_on("allow_guests_to_upload_files"):
            throw(translate("Not permitted"), PermissionError)
        return True
    rows = context.db.execute("select `user_type` from `tabUser` where `name` = ?", (context.user,))
    return not rows or rows[0][0] != "System User"


def _require_harmless(filename: str, content: bytes | None) -> None:
    if content is not None and mimetypes.guess_type(filename)[0] not in GUEST_TYPES:
        throw(translate("Files: only JPG, PNG, PDF, TXT and Office files can be uploaded."))


def _require_target(doctype: str | None, name: str | None) -> None:
    """Write permission on the record, or on its DocType while the record has no saved name yet."""
    if not doctype:
        return
    get_meta(doctype)
    if not name:
        access.require(doctype, "write")
        return
    try:
        target = get_doc(doctype, name)
    except DoesNotExistError:
        clear_last_message()
        # A form attaches before its first save: the record is linked when it is inserted (temporary
        # names "new-…").
        if not access.has_permission(doctype, "create"):
            access.require(doctype, "write")
        return
    target.check_permission("write")


def _call_handler(
    context: Context, method: str, content: bytes | None, filename: str | None
) -> Any:
    context.uploaded_file = content  # type: ignore[attr-defined]
    context.uploaded_filename = filename  # type: ignore[attr-defined]
    endpoint = rpc.resolve(context, method)
    rpc.authorize(context, endpoint, method, "POST")
    return rpc.call(
        context, endpoint, {k: v for k, v in context.form_dict.items() if k != "method"}
    )
