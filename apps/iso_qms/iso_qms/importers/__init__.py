"""Brings data of others into the app, line by line, without ever stopping at a bad one."""
