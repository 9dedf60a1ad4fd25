"""An app with a hook of every kind, for tests that listen to them."""

__version__ = "1.0.0"
