"""What a desktop gives to foreign programs: a keyring (a file below HOME), and a browser in which a person says yes.

As a program it is the browser: it signs in, opens the address that it is given, and presses the button there.
"""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path

import requests
from keyring.backend import KeyringBackend

TOKEN = re.compile(r'name="csrf_token" value="(\w+)"')


class FileKeyring(KeyringBackend):
    """Secrets by service and name, as a keyring of the system keeps them."""

    priority = 1

    @property
    def place(self) -> Path:
        return Path(os.environ["HOME"]) / "keyring.json"

    def _kept(self) -> dict[str, str]:
        return dict(json.loads(self.place.read_text())) if self.place.exists() else {}

    def get_password(self, service: str, username: str) -> str | None:
        return self._kept().get(f"{service} {username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        self.place.write_text(json.dumps({**self._kept(), f"{service} {username}": password}))

    def delete_password(self, service: str, username: str) -> None:
        kept = self._kept()
        kept.pop(f"{service} {username}", None)
        self.place.write_text(json.dumps(kept))


def say_yes(address: str) -> int:
    """The status of the program's own page at the end of the way."""
    person, site = requests.Session(), os.environ["SITE_URL"]
    account = {"usr": os.environ["SITE_USER"], "pwd": os.environ["SITE_PASSWORD"]}
    person.post(f"{site}/api/method/login", data=account).raise_for_status()
    button = TOKEN.search(person.get(address).text)
    assert button is not None
    answer = person.post(
        address.replace("oauth2.authorize?", "oauth2.approve?"),
        data={"csrf_token": button.group(1)},
    )
    return answer.status_code


if __name__ == "__main__":
    sys.exit(say_yes(sys.argv[1]) != 200)
