"""An app beside the one that goes: what it hears afterwards, and what is its own to say then."""

__version__ = "1.0.0"
