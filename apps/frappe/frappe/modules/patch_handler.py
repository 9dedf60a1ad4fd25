"""Patches at Frappe's public place."""

from ristretto.site.patches import Phase as PatchType
from ristretto.site.patches import executed as _executed
from ristretto.site.patches import patches_of, run

__all__ = ["PatchType", "executed", "get_patches_from_app", "run_single"]


def executed(patchmodule: str) -> bool:
    return patchmodule.removeprefix("finally:") in _executed()


def get_patches_from_app(app: str, patch_type: PatchType | None = None) -> list[str]:
    return [patch.line for patch in patches_of(app) if patch_type in (None, patch.phase)]


def run_single(patchmodule: str, force: bool = False) -> bool:
    run(patchmodule, force=force)
    return True
