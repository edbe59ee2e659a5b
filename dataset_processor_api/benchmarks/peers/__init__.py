"""What is compared with: each module does one peer's work on a file, in a process of its own that imports nothing else.

A module offers `versions()` and functions `(path, form, memory_bytes) -> answer`: the totals it computed, under the
names `rows`, `nulls`, `duplicates` and `outliers`, so that answers can be compared. Numbers of the single fields are
computed and brought to Python, too, but not handed on.
"""
