"""Measures the whole through a real server on a temporary site; run it with `./iso benchmark`."""
