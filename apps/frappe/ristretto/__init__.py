"""Ristretto: the engine behind the embedded runtime. Rooms and their order are described in ARCHITECTURE.md."""

__version__ = "0.4.0"  # of the runtime itself; `frappe.__version__` says whose contract it keeps
