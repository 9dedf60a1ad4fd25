"""A small app for tests that kill processes: a job with each document, and endpoints of the slow process."""

__version__ = "0.0.1"
