"""The work, one module a contender: each runs in a process of its own that loads no other.

A function `(path, form, memory_bytes) -> totals` computes what it can of a report and brings it to Python. It returns
the totals `rows`, `nulls`, `duplicates` and `outliers` as far as it has them, so that answers can be compared.
"""
