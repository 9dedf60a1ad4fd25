"""Decides what reports show: columns, rows, totals, and which rows a reader may see."""
