"""Documents, at Frappe's public path."""

from ristretto.document import Document as Document
from ristretto.document import get_cached_doc as get_cached_doc
from ristretto.document import get_doc as get_doc
from ristretto.document.base import BaseDocument as BaseDocument
