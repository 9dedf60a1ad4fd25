"""Values of documents and their classes, at Frappe's public path."""

from ristretto.document.base import BaseDocument as BaseDocument
from ristretto.document.controllers import get_controller as get_controller
