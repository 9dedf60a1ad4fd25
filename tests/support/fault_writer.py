"""A program that writes documents through the API on a disk that fails, and says what it asked and was answered.

python -m fault_writer SITES COUNT SEED DISK-AS-JSON
"""

from __future__ import annotations

import json
import os
import random
import sys
from pathlib import Path
from typing import Any

import fault_vfs
from fault_house import TOKEN, body
from site_fixtures import SITE_NAME

HEADERS = {"Authorization": TOKEN, "Accept": "application/json", "Accept-Language": "en"}


def say(*words: object) -> None:
    """One line, out of this process at once."""
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def main(sites: Path, count: int, seed: int, disk: dict[str, Any]) -> None:
    disk["fail_at"] = frozenset(disk.get("fail_at", ()))
    fault_vfs.install(fault_vfs.Disk(**disk))
    from ristretto.web.app import create_app
    from werkzeug.test import Client

    client = Client(create_app(sites, SITE_NAME), use_cookies=False)
    chance, names = random.Random(seed), dict[str, str]()
    for number in range(count):
        mark, value = f"m{seed}-{number}", number
        verb, path = "POST", "/api/resource/Fault Doc"
        if names and chance.random() < 0.4:
            mark = chance.choice(list(names))
            verb, path = "PUT", f"/api/resource/Fault Doc/{names[mark]}"
            if chance.random() < 0.3:
                verb, value = "DELETE", -1
        say("ask", mark, value)
        answer = client.open(
            path, method=verb, json=None if value < 0 else body(mark, value), headers=HEADERS
        )
        done = answer.status_code in (200, 202)
        say("ok" if done else "no", mark, value)
        if not done:
            say("refused", answer.status_code, json.dumps(answer.get_data(as_text=True)))
        elif value < 0:
            del names[mark]
        elif verb == "POST":
            names[mark] = answer.json["data"]["name"]
    say("end", 0, 0)
    os._exit(0)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), json.loads(sys.argv[4]))
