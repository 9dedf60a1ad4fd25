"""Text out of templates: pages, prints, messages."""
