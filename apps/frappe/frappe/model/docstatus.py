"""Document status, at Frappe's public path."""

from ristretto.document.docstatus import DocStatus as DocStatus
