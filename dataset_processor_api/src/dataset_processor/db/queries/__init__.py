"""Statements shared by async and sync callers: they are built here and executed by the caller."""
