"""Decides that work which must not run twice on a site at once does not: a locked file in `<site>/locks`."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from ristretto.context import Site
from ristretto.errors import ValidationError


@contextmanager
def site_lock(site: Site, name: str) -> Iterator[None]:
    """Hold the lock for a block; the kernel frees it even when the process is killed."""
    folder = site.path / "locks"
    folder.mkdir(exist_ok=True)
    with (folder / f"{name}.lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise ValidationError(
                f"{site.name}: {name} is already running in another process; wait until it ends"
            ) from error
        yield
