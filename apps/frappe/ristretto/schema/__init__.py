"""Decides how a table follows its definition: plan (pure) and apply (per dialect)."""

from ristretto.schema.plan import Snapshot, Step, plan

__all__ = ["Snapshot", "Step", "plan"]
