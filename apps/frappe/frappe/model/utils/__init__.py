"""Helpers of the model namespace at Frappe's public paths."""
