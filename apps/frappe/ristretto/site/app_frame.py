"""Decides the frame of an app: the least that `bench` recognises and that installs, here and on stock Frappe v15."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ristretto.context import scrub
from ristretto.errors import ValidationError

Files = dict[str, str]  # path inside the app's repository -> text

PYPROJECT = """\
[project]
name = {name}
authors = [{{ {authors} }}]
description = {description}
requires-python = ">=3.10"
readme = "README.md"
dynamic = ["version"]
dependencies = []

[build-system]
requires = ["flit_core >=3.4,<4"]
build-backend = "flit_core.buildapi"
"""

HOOKS = """\
app_name = {name}
app_title = {title}
app_publisher = {publisher}
app_description = {description}
app_email = {email}
app_license = {licence}
"""

PATCHES = "[pre_model_sync]\n\n[post_model_sync]\n"


@dataclass(frozen=True)
class About:
    """What an app says of itself."""

    name: str
    title: str
    description: str
    publisher: str
    email: str = ""
    licence: str = "mit"
    version: str = "0.0.1"


def frame(about: About, modules: Sequence[str], readme: str, *, more_hooks: str = "") -> Files:
    """The files that make a folder an app with these modules; `more_hooks` ends its hooks.py."""
    # A text of JSON is a text of Python and of TOML as well, whatever quotes people write.
    said = {key: json.dumps(value, ensure_ascii=False) for key, value in vars(about).items()}
    authors = f"name = {said['publisher']}"
    authors += f", email = {said['email']}" if about.email else ""
    inner = about.name
    return {
        "pyproject.toml": PYPROJECT.format(**said, authors=authors),
        "README.md": readme,
        f"{inner}/__init__.py": f"__version__ = {said['version']}\n",
        f"{inner}/hooks.py": HOOKS.format(**said) + more_hooks,
        f"{inner}/modules.txt": "\n".join(modules) + "\n",
        f"{inner}/patches.txt": PATCHES,
        **{f"{inner}/{scrub(module)}/__init__.py": "" for module in modules},
    }


def write_new(destination: Path, about: About) -> None:
    """Write `<destination>/<name>` with one module, for a developer to go on; refuses a folder that exists."""
    root = destination / about.name
    if root.exists():
        raise ValidationError(f"{root} exists already")
    files = frame(about, [about.title], f"## {about.title}\n\n{about.description}\n")
    files |= {f"{about.name}/public/.gitkeep": "", f"{about.name}/templates/__init__.py": ""}
    for path, text in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
