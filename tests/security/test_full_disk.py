"""A full disk: a clear 503, the database whole, everything acknowledged before still there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from ristretto.context import Site
from security_house import build_house
from site_fixtures import SITE_NAME

# Runs alone, because a limit on the size of files binds a whole process.
WRITER = """
import json, resource, signal, sys
from pathlib import Path
from ristretto.web.app import create_app
from werkzeug.test import Client

sites, site, token, room = Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])
client = Client(create_app(sites, site), use_cookies=False)
headers = {"Authorization": token, "Accept": "application/json", "Accept-Language": "en"}
assert client.get("/api/resource/Sec All/A0", headers=headers).status_code == 200
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
biggest = max(path.stat().st_size for path in (sites / site).rglob("*") if path.is_file())
resource.setrlimit(resource.RLIMIT_FSIZE, (biggest + room, biggest + room))
acknowledged, refused = [], None
for number in range(400):
    body = {"name": f"N{number}", "title": "x", "f_long_text": "y" * 60_000}
    answer = client.post("/api/resource/Sec All", json=body, headers=headers)
    if answer.status_code == 200:
        acknowledged.append(body["name"])
    else:
        refused = (answer.status_code, answer.get_data(as_text=True))
        break
part = '--x\\r\\nContent-Disposition: form-data; name="{0}"\\r\\n\\r\\n'
body = part.format("is_private").encode() + b"1\\r\\n"
body += part.format('file"; filename="evidence.bin').encode() + b"z" * (biggest + room + 1)
kind = "multipart/form-data; boundary=x"
sent = client.post(
    "/api/method/upload_file", data=body + b"\\r\\n--x--\\r\\n", content_type=kind, headers=headers
)
uploaded = (sent.status_code, sent.get_data(as_text=True))
read = client.get("/api/resource/Sec All/A0", headers=headers)
told = {"acknowledged": acknowledged, "refused": refused, "uploaded": uploaded, "read": read.status_code}
print(json.dumps(told))
"""


@pytest.mark.parametrize("room", [200_000, 1_000_000])
def test_a_full_disk_loses_nothing(fresh_site: Site, tmp_path: Path, room: int) -> None:
    """The refusal names the disk; integrity is ok; acknowledged records are read, the refused one is not."""
    from ristretto.db import pool

    house = build_house(fresh_site)
    pool.close_all()
    paths = os.pathsep.join(entry for entry in sys.path if entry)
    command = [
        sys.executable,
        "-c",
        WRITER,
        str(fresh_site.sites_path),
        SITE_NAME,
        house.tokens["sys"],
        str(room),
    ]
    ran = subprocess.run(
        command,
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    told = json.loads(ran.stdout.splitlines()[-1])
    for status, text in (told["refused"], told["uploaded"]):
        assert status == 503, text[:300]
        assert "disk" in text.lower()
        assert "INSERT" not in text
    assert told["read"] == 200

    import frappe
    from ristretto.db.connect import connected

    with connected(fresh_site, mode="read") as context:
        assert context.db.execute("PRAGMA integrity_check") == [("ok",)]
        kept = set(frappe.get_all("Sec All", pluck="name", limit=0))
        assert not frappe.db.exists("File", {"file_name": "evidence.bin"})
    assert {"A0", "A1", "A2", *told["acknowledged"]} == kept
    assert list((fresh_site.path / "private" / "files").glob("evidence*")) == []
