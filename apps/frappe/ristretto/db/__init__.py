"""Decides how data is reached: connections, transactions, types, definitions from tables, secrets."""

from ristretto.db.connection import Callbacks, Connection

__all__ = ["Callbacks", "Connection"]
