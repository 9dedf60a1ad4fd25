"""Decides how a document asks about rights; the answers are the access room's."""

from __future__ import annotations

from typing import Any

from ristretto import access, errors
from ristretto.context import AttrDict, current
from ristretto.context.dotted import get_attr
from ristretto.context.translate import translate as _
from ristretto.meta import constants as c


class DocumentRights:
    """Questions of permission, mixed into Document."""

    __dict__: dict[str, Any]
    doctype: str
    name: Any
    flags: AttrDict
    meta: Any
    get: Any
    get_all_children: Any

    def check_permission(self, permtype: str = "read", permlevel: Any = None) -> None:
        """PermissionError, naming the rule, unless the user may."""
        if self.flags.ignore_permissions or current().flags.in_install:
            return
        access.require(self.doctype, permtype, doc=self)

    def has_permission(
        self, permtype: str = "read", *, debug: bool = False, user: str | None = None
    ) -> bool:
        if self.flags.ignore_permissions:
            return True
        return bool(access.has_permission(self.doctype, permtype, doc=self, user=user))

    def raise_no_permission_to(self, perm_type: str) -> None:
        access.require(self.doctype, perm_type, doc=self)
        raise errors.PermissionError(_("{0}: your roles do not open it").format(_(self.doctype)))

    def has_permlevel_access_to(
        self, fieldname: str, df: Any = None, permission_type: str = "read"
    ) -> bool:
        field = df or self.meta.get_field(fieldname)
        return (field.permlevel or 0) in access.permlevels(self.meta, permission_type, doc=self)

    def get_permlevel_access(self, permission_type: str = "write") -> list[int]:
        return sorted(access.permlevels(self.meta, permission_type, doc=self))

    def get_document_share_key(self, expires_on: Any = None, no_expiry: bool = False) -> str:
        """Key for links that show this record's print to whoever has no account."""
        path = "frappe.core.doctype.document_share_key.document_share_key.key_of"
        return str(get_attr(path)(self, expires_on, no_expiry))

    def apply_fieldlevel_read_permissions(self) -> None:
        """Values above the reader's level leave the answer; tables of such a level too."""
        if current().user == "Administrator":
            return
        allowed: set[int] | None = None
        for each in (self, *self.get_all_children()):
            for field in each.meta.get_high_permlevel_fields():
                if allowed is None:
                    allowed = set(access.permlevels(self.meta, "read", doc=self))
                if field.permlevel not in allowed:
                    each.__dict__[field.fieldname] = (
                        [] if field.fieldtype in c.TABLE_FIELDTYPES else None
                    )
