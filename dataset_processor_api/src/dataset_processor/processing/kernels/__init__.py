"""Compiled functions over NumPy arrays, and nothing else: no Python objects, no I/O."""
