"""Decides what an upload becomes: a record with a URL, attached to another record and lying in a
folder.

Equal bytes of equal privacy are stored once. Where the bytes lie is decided in `storage`, who may
see them in `access`.
"""

from __future__ import annotations

import mimetypes
import os
from typing import Any
from urllib.parse import quote, unquote, urlencode

import frappe
from frappe import _
from frappe.core.doctype.file import storage
from frappe.core.doctype.file.access import (
    check_attachment,
    check_url,
    get_permission_query_conditions,
    has_permission,
)
from frappe.exceptions import AttachmentLimitReached, MaxFileSizeReachedError
from frappe.model.document import Document
from frappe.utils import cint, escape_html

__all__ = ["File", "get_permission_query_conditions", "has_permission"]

HOME, ATTACHMENTS = "Home", "Home/Attachments"
DEFAULT_MAX_SIZE = 25 * 1024 * 1024


class FolderNotEmpty(frappe.ValidationError):
    """A folder that still holds files."""


class FileTypeNotAllowed(frappe.ValidationError):
    """An upload of a type that the site's settings do not allow."""


class File(Document):
    """A file or a folder."""

    content: bytes | str | None = None
    decode: bool = False

    def autoname(self) -> None:
        if self.is_folder:
            self.name = os.path.join(self.folder, self.file_name) if self.folder else self.file_name
        else:
            self.name = frappe.generate_hash(length=10)

    @property
    def is_remote_file(self) -> bool:
        return storage.is_remote(self.file_url)

    @property
    def unique_url(self) -> str:
        """The URL with the record's name, by which the right to a private file is found at once."""
        return (
            f"{self.file_url}?{urlencode({'fid': self.name})}"
            if self.is_private
            else str(self.file_url)
        )

    # saving -----------------------------------------------------------------------------------

    def before_insert(self) -> None:
        self.set_names()
        self.set_folder()
        if not self.flags.ignore_permissions:
            check_attachment(self.attached_to_doctype, self.attached_to_name)
        if self.is_folder:
            return
        self.check_limit()
        self.set_file_type()
        if self.content:
            self.store(storage.as_bytes(self.content, decode=bool(self.decode)))
        elif not self.is_remote_file:
            self.adopt()

    def set_names(self) -> None:
        if self.file_url:
            self.file_url = unquote(self.file_url)
            self.is_private = cint(self.file_url.startswith(storage.PRIVATE))
        if not self.file_name and not self.file_url:
            frappe.throw(_("File: give file_name or file_url"), frappe.MandatoryError)
        self.file_name = storage.clean_name(self.file_name or self.file_url.split("/")[-1])

    def set_folder(self) -> None:
        if not self.folder and not self.is_home_folder:
            self.folder = ATTACHMENTS if self.attached_to_doctype else HOME

    def set_file_type(self) -> None:
        kind = mimetypes.guess_type(self.file_name)[0]
        extension = mimetypes.guess_extension(kind) if kind else None
        self.file_type = extension.lstrip(".").upper() if extension else None
        allowed = (frappe.get_system_settings("allowed_file_extensions") or "").split()
        if frappe.request and allowed and (self.file_type or "") not in allowed:
            frappe.throw(
                _("File {0}: only these types may be uploaded: {1}").format(
                    self.file_name, ", ".join(allowed)
                ),
                FileTypeNotAllowed,
            )

    def check_limit(self) -> None:
        if not self.attached_to_doctype or not self.attached_to_name:
            return
        limit = cint(frappe.get_meta(self.attached_to_doctype).max_attachments)
        place = {
            "attached_to_doctype": self.attached_to_doctype,
            "attached_to_name": self.attached_to_name,
        }
        if limit and frappe.db.count("File", place) >= limit:
            frappe.throw(
                _("{0} {1} takes at most {2} attachments").format(
                    self.attached_to_doctype, self.attached_to_name, limit
                ),
                AttachmentLimitReached,
            )

    def store(self, content: bytes) -> None:
        """Keep the bytes, or use those of an equal file."""
        limit = max_file_size()
        if len(content) > limit:
            frappe.throw(
                _("File {0} is larger than {1} MB").format(self.file_name, limit // 1024 // 1024),
                MaxFileSizeReachedError,
            )
        self.file_size, self.content_hash = len(content), storage.content_hash(content)
        self.content, self.decode = None, False
        self.file_url = self.url_of_equal_file()
        if not self.file_url:
            self.file_name = storage.write(
                self.file_name, content, is_private=bool(cint(self.is_private))
            )
            self.file_url = storage.url_prefix(cint(self.is_private)) + self.file_name

    def url_of_equal_file(self) -> str | None:
        filters = {
            "content_hash": self.content_hash,
            "is_private": cint(self.is_private),
            "is_folder": 0,
        }
        for url in frappe.get_all("File", filters=filters, pluck="file_url", distinct=True):
            if url and not storage.is_remote(url) and storage.path_of(url).exists():
                return str(url)
        return None

    def adopt(self) -> None:
        """A record for a file that lies on the site already."""
        if not self.file_url:
            frappe.throw(_("File {0} has no content").format(self.file_name), frappe.MandatoryError)
        path = storage.path_of(self.file_url)
        if not path.is_file():
            frappe.throw(_("File {0} does not exist").format(self.file_url))
        if not self.flags.ignore_permissions:
            check_url(self)
        content = path.read_bytes()
        self.file_size, self.content_hash = len(content), storage.content_hash(content)

    def validate(self) -> None:
        if self.is_folder:
            return
        if self.attached_to_doctype and not self.attached_to_name:
            frappe.throw(
                _("File {0}: name the record of {1}").format(
                    self.file_name, self.attached_to_doctype
                )
            )
        if self.is_new():
            return
        if not self.flags.ignore_permissions and (
            self.has_value_changed("attached_to_doctype")
            or self.has_value_changed("attached_to_name")
        ):
            check_attachment(self.attached_to_doctype, self.attached_to_name)
        if self.has_value_changed("file_url") and not self.flags.moving:
            frappe.throw(_("File {0}: the URL cannot change").format(self.file_name))
        if self.has_value_changed("is_private"):
            self.move()

    def move(self) -> None:
        """The other privacy is another place: all records of the file and the field that shows it
        follow.
        """
        if self.is_remote_file:
            return
        old = self.file_url
        new = storage.url_prefix(cint(self.is_private)) + old.split("/")[-1]
        if new == old:
            return
        storage.move(old, new)
        self.file_url = new
        twins = {"file_url": old, "name": ("!=", self.name)}
        for name in frappe.get_all("File", filters=twins, pluck="name"):
            values = {"file_url": new, "is_private": cint(self.is_private)}
            frappe.db.set_value("File", name, values, update_modified=False)
            self.update_field(frappe.get_doc("File", name), old)
        self.update_field(self, old)

    def update_field(self, doc: Any, old: str) -> None:
        doctype, name, field = doc.attached_to_doctype, doc.attached_to_name, doc.attached_to_field
        if not (doctype and name and field) or not frappe.get_meta(doctype).has_field(field):
            return
        if frappe.get_meta(doctype).issingle:
            frappe.db.set_single_value(doctype, field, self.file_url)
        elif frappe.db.get_value(doctype, name, field) == old:
            frappe.db.set_value(doctype, name, field, self.file_url, update_modified=False)

    def after_insert(self) -> None:
        if self.is_folder:
            return
        url = quote(self.file_url or "", safe="/:")
        lock = ' <i class="fa fa-lock text-warning"></i>' if cint(self.is_private) else ""
        link = f'<a href="{url}" target="_blank">{escape_html(self.file_name)}</a>{lock}'
        self.comment_on_record("Attachment", _("Added {0}").format(link))

    def comment_on_record(self, comment_type: str, text: str) -> None:
        doctype, name = self.attached_to_doctype, self.attached_to_name
        if doctype and name and frappe.db.exists(doctype, name):
            frappe.get_doc(doctype, name).add_comment(comment_type, text)

    # removing ---------------------------------------------------------------------------------

    def on_trash(self) -> None:
        if self.is_home_folder or self.is_attachments_folder:
            frappe.throw(
                _("Folder {0} belongs to the site and cannot be deleted").format(self.name)
            )
        if self.is_folder:
            if frappe.db.exists("File", {"folder": self.name}):
                frappe.throw(_("Folder {0} is not empty").format(self.name), FolderNotEmpty)
            return
        others = {"file_url": self.file_url, "name": ("!=", self.name)}
        if self.file_url and not self.is_remote_file and not frappe.db.exists("File", others):
            storage.remove_after_commit(self.file_url)
        self.comment_on_record(
            "Attachment Removed", _("Removed {0}").format(escape_html(self.file_name))
        )

    def after_rename(self, old: str, new: str, merge: bool = False) -> None:
        """A folder's name is its path: the folders below follow."""
        for name in frappe.get_all("File", filters={"folder": new, "is_folder": 1}, pluck="name"):
            below = os.path.join(new, os.path.basename(name))
            frappe.rename_doc("File", name, below, force=True, show_alert=False)

    # reading ----------------------------------------------------------------------------------

    def get_full_path(self) -> str:
        """Path on disk; the URL itself when it is remote."""
        return str(self.file_url) if self.is_remote_file else str(storage.path_of(self.file_url))

    def exists_on_disk(self) -> bool:
        return not self.is_remote_file and os.path.exists(self.get_full_path())

    def get_content(self) -> bytes | str:
        """The bytes, or text when they are text."""
        if self.is_folder:
            frappe.throw(_("{0} is a folder and has no content").format(self.name))
        content = storage.as_bytes(self.content, decode=bool(self.decode)) if self.content else None
        if content is None:
            content = storage.path_of(self.file_url).read_bytes()
        try:
            return content.decode()
        except UnicodeDecodeError:
            return content

    def get_extension(self) -> tuple[str, str]:
        return os.path.splitext(self.file_name)

    def is_downloadable(self) -> bool:
        return has_permission(self, "read")

    def save_file(self, content: bytes | str, decode: bool = False) -> dict[str, str]:
        """Replace the content of this file."""
        self.store(storage.as_bytes(content, decode=decode))
        self.flags.moving = True
        return {"file_name": self.file_name, "file_url": str(self.file_url)}


def max_file_size() -> int:
    """Bytes: System Settings first, then the site's configuration."""
    megabytes = cint(frappe.get_system_settings("max_file_size"))
    return megabytes * 1024 * 1024 or cint(frappe.conf.max_file_size) or DEFAULT_MAX_SIZE


def make_home_folder() -> None:
    """The two folders that every site has."""
    home = {"doctype": "File", "is_folder": 1, "is_home_folder": 1, "file_name": HOME}
    attachments = {
        "doctype": "File",
        "is_folder": 1,
        "is_attachments_folder": 1,
        "file_name": "Attachments",
    }
    for row, name in ((home, HOME), ({**attachments, "folder": HOME}, ATTACHMENTS)):
        if not frappe.db.exists("File", name):
            # ignore_permissions: part of making a site
            frappe.get_doc(row).insert(ignore_permissions=True)


def on_doctype_update() -> None:
    frappe.db.add_index("File", ["attached_to_doctype", "attached_to_name"])
    frappe.db.add_index("File", ["content_hash"])
