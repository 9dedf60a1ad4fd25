"""Decides how what was built on a site leaves it and enters another: chosen, closed, written as a small app, read."""
