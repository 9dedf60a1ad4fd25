"""Files over HTTP (observed rows R): who may upload, attach and fetch; what a browser may do with
the bytes."""

from __future__ import annotations

import errno
import io
import json
import zipfile
from typing import Any

import pytest
from PIL import Image
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


def test_a_disk_that_fills_up_leaves_no_bytes(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half of a file is taken away again, the sentence names the disk, and the next upload is kept."""

    def refuse(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("frappe.core.doctype.file.storage.os.fsync", refuse)
        answer = send(world.sys, "full.txt", b"half of it", is_private=1)
    assert (answer.status_code, answer.json["exc_type"]) == (503, "DatabaseUnavailable")
    assert "disk is full" in answer.text
    assert list(world.site.path.rglob("full*.txt")) == []
    assert send(world.sys, "full.txt", b"all of it", is_private=1).status_code == 200


def test_a_file_of_the_library_is_attached_again(world: World) -> None:
    """The same bytes and privacy under a second record; needs the right to read the first."""
    first = send(world.sys, "lib.txt", b"library", is_private=1).json["message"]
    again = {"library_file_name": first["name"], "doctype": "Web Main", "docname": "M-003"}
    second = world.sys("POST", UPLOAD, data=again).json["message"]
    assert (second["file_url"], second["is_private"]) == (first["file_url"], 1)
    assert second["attached_to_name"] == "M-003"
    alone = {"library_file_name": first["name"]}
    assert world.nobody("POST", UPLOAD, data=alone).status_code == 403


def test_a_picture_is_made_smaller_on_request(world: World) -> None:
    """`optimize`: the stored picture fits the size that was asked; other files stay as they are."""
    picture = io.BytesIO()
    Image.effect_noise((900, 600), 90).convert("RGB").save(picture, format="jpeg", quality=95)
    sent = send(world.sys, "big.jpg", picture.getvalue(), optimize=1, max_width=300).json["message"]
    stored = Image.open(io.BytesIO(world.guest("GET", sent["file_url"]).data))
    assert max(stored.size) <= 300
    text = send(world.sys, "not-a-picture.txt", b"x" * 50, optimize=1).json["message"]
    assert text["file_size"] == 50


def test_archives(world: World) -> None:
    """Files become one zip, and a zip its files; what a caller may not read is left out."""
    names = [
        send(world.sys, f"z{n}.txt", f"zip {n}".encode(), is_private=1).json["message"]["name"]
        for n in (1, 2)
    ]
    api = "frappe.core.api.file"
    answer = world.sys.rpc(f"{api}.zip_files", files=json.dumps(names))
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert zipfile.ZipFile(io.BytesIO(answer.data)).namelist() == ["z1.txt", "z2.txt"]
    left = world.nobody.rpc(f"{api}.zip_files", files=json.dumps(names))
    assert zipfile.ZipFile(io.BytesIO(left.data)).namelist() == []
    packed = send(world.sys, "pack.zip", answer.data, is_private=1).json["message"]["name"]
    found = world.sys.rpc(f"{api}.unzip_file", name=packed).json["message"]
    assert [row["file_name"] for row in found] == ["z1.txt", "z2.txt"]
    assert world.sys("GET", f"/api/resource/File/{packed}").status_code == 404
    wrong = send(world.sys, "wrong.zip", b"no archive").json["message"]["name"]
    assert world.sys.rpc(f"{api}.unzip_file", name=wrong).status_code == 417


def test_a_saved_site_is_for_those_who_run_it(world: World) -> None:
    """`/backups/`: a download for System Managers, 403 for others, nothing outside the folder."""
    folder = world.site.path / "private" / "backups"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "one.tar").write_bytes(b"saved")
    answer = world.sys("GET", "/backups/one.tar")
    assert (answer.status_code, answer.data) == (200, b"saved")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "no-store"
    for caller in (world.reader, world.nobody, world.guest):
        assert caller("GET", "/backups/one.tar").status_code == 403
    for path in ("/backups/none.tar", "/backups/../../site_config.json", "/backups/"):
        assert world.sys("GET", path).status_code == 404
