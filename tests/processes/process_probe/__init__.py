"""A small app for tests of processes: what does this process see, and how does it bear long work."""

__version__ = "0.0.1"
