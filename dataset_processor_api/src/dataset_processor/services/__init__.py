"""Use cases of the HTTP interface: async, they flush and never commit."""
