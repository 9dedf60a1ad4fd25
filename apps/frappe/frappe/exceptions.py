"""Every named error, at Frappe's public path."""

from ristretto.errors import *  # noqa: F403
