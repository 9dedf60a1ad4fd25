"""Ristretto: the engine behind the embedded runtime. Rooms and their order are described in ARCHITECTURE.md."""
