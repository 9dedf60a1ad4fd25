"""Decides who may fetch a saved site: `/backups/<file>`, for System Managers, as a download that nobody keeps."""

from __future__ import annotations

from werkzeug.exceptions import Forbidden, NotFound
from werkzeug.wrappers import Request, Response

from ristretto import access
from ristretto.context import Context
from ristretto.web.assets import inside, send_upload

ROLE = "System Manager"
NOT_KEPT = "no-store"


def send(context: Context, request: Request) -> Response:
    """The file. Raises Forbidden without the role, NotFound for anything that is no backup."""
    if ROLE not in access.roles(context.user):
        raise Forbidden
    name = request.path.removeprefix("/backups/")
    path = inside(context.site.path / "private" / "backups", name)
    if path is None:
        raise NotFound
    return send_upload(request, path, NOT_KEPT, download_name=path.name)
