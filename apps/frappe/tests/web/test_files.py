"""Files over HTTP (observed rows R): who may upload, attach and fetch; what a browser may do with
the bytes."""

from __future__ import annotations

import io
from typing import Any

import pytest
from web_world import Caller, World

UPLOAD = "/api/method/upload_file"


def send(caller: Caller, name: str = "a.txt", content: bytes = b"hello", **form: Any) -> Any:
    """A multipart upload."""
    return caller("POST", UPLOAD, data={"file": (io.BytesIO(content), name), **form})


def test_a_public_file(world: World) -> None:
    """R01, R02b: public by default; served with an ETag and in parts; a second fetch is not
    modified."""
    url = send(world.sys, "pub.txt", b"hello public").json["message"]["file_url"]
    assert url.startswith("/files/")
    answer = world.guest("GET", url)
    assert (answer.status_code, answer.data) == (200, b"hello public")
    assert (
        world.guest("GET", url, headers={"If-None-Match": answer.headers["ETag"]}).status_code
        == 304
    )
    part = world.guest("GET", url, headers={"Range": "bytes=0-4"})
    assert (part.status_code, part.data) == (206, b"hello")
    assert world.guest("GET", url, headers={"Range": "bytes=99-"}).status_code == 416


def test_a_private_file_of_a_record(world: World) -> None:
    """R06: whoever may read the record may fetch the file; others, and wrong names, get the same
    403."""
    form = {"is_private": 1, "doctype": "Web Main", "docname": "M-001"}
    url = send(world.sys, "priv.txt", b"secret", **form).json["message"]["file_url"]
    for caller, status in (
        (world.sys, 200),
        (world.reader, 200),
        (world.nobody, 403),
        (world.guest, 403),
    ):
        assert caller("GET", url).status_code == status
    assert world.sys("GET", "/private/files/missing.txt").status_code == 403
    hidden = send(
        world.sys, "hid.txt", b"x", is_private=1, doctype="Web Hidden", docname="H-1"
    ).json["message"]["file_url"]
    assert world.reader("GET", hidden).status_code == 403


def test_downloading_a_file(world: World) -> None:
    """R07: as an attachment; 403 without the right, 404 when missing."""
    url = send(world.sys, "dl.txt", b"bytes", is_private=1).json["message"]["file_url"]
    path = "/api/method/download_file?file_url="
    answer = world.sys("GET", path + url)
    assert answer.data == b"bytes"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert world.guest("GET", path + url).status_code == 403
    assert world.sys("GET", f"{path}/private/files/zz.txt").status_code == 404


ATTACH = [
    ("R05e", {"doctype": "Web Hidden", "docname": "H-1"}, 403),
    ("R05f", {"doctype": "Web Main", "docname": "M-001"}, 403),
    ("R05g", {"doctype": "Web Hidden"}, 403),
    ("R03b", {"folder": "Home/Nope"}, 417),
    ("no-such-type", {"doctype": "NoSuch", "docname": "x"}, 404),
    ("R02b", {}, 200),
]


@pytest.mark.parametrize(("row", "form", "status"), ATTACH, ids=[r[0] for r in ATTACH])
def test_attaching_needs_write_on_the_target(
    world: World, row: str, form: dict[str, str], status: int
) -> None:
    """Closed hole R05e, R05f: a reader cannot hang files on what it may only read, or not even
    that."""
    assert send(world.reader, f"{row}.txt", **form).status_code == status


def test_strangers_may_send_little(world: World) -> None:
    """R05-R05c: guests nothing, website users only harmless kinds."""
    assert send(world.guest).status_code == 403
    assert send(world.nobody, "x.html", b"<script>").status_code == 417
    assert send(world.nobody, "x.txt").status_code == 200


def test_active_content_is_never_shown(world: World) -> None:
    """SVG and HTML come as downloads, in a sandbox, with nosniff."""
    url = send(world.sys, "x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>").json["message"][
        "file_url"
    ]
    answer = world.guest("GET", url)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_uploads_that_carry_nothing_or_too_much(world: World) -> None:
    """R03c 417, R04b 413, R03e a missing local file is a sentence, R03g a path in the name loses
    its way."""
    assert world.sys("POST", UPLOAD, data={"x": "y"}).status_code == 417
    assert send(world.sys, "big.bin", b"x" * (26 * 1024 * 1024)).status_code == 413
    assert world.sys("POST", UPLOAD, data={"file_url": "/files/nonexist.png"}).status_code in (
        404,
        417,
    )
    url = send(world.sys, "../../evil.txt").json["message"]["file_url"]
    assert url.startswith("/files/")
    assert "/../" not in url


def test_a_handler_takes_the_upload(world: World) -> None:
    """R03f: `method` names a whitelisted function."""
    assert send(world.sys, method="ping").json == {"message": "pong"}
    assert send(world.sys, method="frappe.utils.now").status_code == 403


def test_a_refused_upload_leaves_no_bytes(world: World) -> None:
    """The record and its file belong to one transaction."""
    folder = world.site.path / "public" / "files"
    before = {path.name for path in folder.iterdir()}
    assert send(world.sys, "leftover.txt", b"only here", folder="Home/Nope").status_code == 417
    assert {path.name for path in folder.iterdir()} == before
