"""Decides what a new app starts with: the least that `bench` recognises and that installs."""

from __future__ import annotations

from pathlib import Path

from ristretto.errors import ValidationError

PYPROJECT = """\
[project]
name = "{name}"
authors = [{{ name = "{publisher}", email = "{email}" }}]
description = "{description}"
requires-python = ">=3.10"
readme = "README.md"
dynamic = ["version"]
dependencies = []

[build-system]
requires = ["flit_core >=3.4,<4"]
build-backend = "flit_core.buildapi"
"""

HOOKS = """\
app_name = "{name}"
app_title = "{title}"
app_publisher = "{publisher}"
app_description = "{description}"
app_email = "{email}"
app_license = "{licence}"
"""

PATCHES = "[pre_model_sync]\n\n[post_model_sync]\n"


def write_app(
    destination: Path,
    name: str,
    title: str,
    description: str,
    publisher: str,
    email: str,
    licence: str,
) -> None:
    """Write `<destination>/<name>`; refuses a folder that exists."""
    root = destination / name
    if root.exists():
        raise ValidationError(f"{root} exists already")
    values = {
        "name": name,
        "title": title,
        "description": description,
        "publisher": publisher,
        "email": email,
        "licence": licence,
    }
    module = title.lower().replace(" ", "_").replace("-", "_")
    files = {
        "pyproject.toml": PYPROJECT.format(**values),
        "README.md": f"## {title}\n\n{description}\n",
        f"{name}/__init__.py": '__version__ = "0.0.1"\n',
        f"{name}/hooks.py": HOOKS.format(**values),
        f"{name}/modules.txt": f"{title}\n",
        f"{name}/patches.txt": PATCHES,
        f"{name}/{module}/__init__.py": "",
        f"{name}/public/.gitkeep": "",
        f"{name}/templates/__init__.py": "",
    }
    for path, text in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
