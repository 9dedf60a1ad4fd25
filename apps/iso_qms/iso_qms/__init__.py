"""Electronic ISO 9001 quality management for the state agencies of a province."""

__version__ = "0.4.0"
