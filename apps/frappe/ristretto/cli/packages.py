"""Decides where an app's package lies, without importing it."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from ristretto.errors import ValidationError


def package_path(app: str) -> Path:
    spec = find_spec(app)
    if spec is None or not spec.origin:
        raise ValidationError(
            f"App {app} cannot be imported: run env/bin/pip install -e apps/{app}"
        )
    return Path(spec.origin).parent
