"""Decides who may fetch an uploaded file of the private folder: whoever may read one of its File
records.

`/private/files/x?fid=<File>` names the record; without it any record with that URL counts. Missing
files and files that
may not be seen answer alike (403), so that names cannot be guessed.
"""

from __future__ import annotations

from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Request, Response

from ristretto.context import Context
from ristretto.document import get_doc
from ristretto.web.assets import inside, send_upload

PRIVATE = "private, no-cache"


def send(context: Context, request: Request) -> Response:
    """The file, or Forbidden."""
    name = request.path.removeprefix("/private/files/")
    record = readable_record(context, f"/private/files/{name}", context.form_dict.get("fid"))
    path = inside(context.site.path / "private" / "files", name)
    if record is None or path is None:
        raise Forbidden
    return send_upload(request, path, PRIVATE)


def readable_record(context: Context, file_url: str, fid: str | None = None) -> str | None:
    """Name of a File record of this URL that the user may read; None when there is none."""
    sql = "select `name` from `tabFile` where `file_url` = ?"
    rows = context.db.execute(sql, (file_url,))
    names = [str(row[0]) for row in rows if not fid or str(row[0]) == fid]
    for name in names:
        if get_doc("File", name).has_permission("read"):
            return name
    return None
