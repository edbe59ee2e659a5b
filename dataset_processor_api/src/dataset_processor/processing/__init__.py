"""A byte stream in, a report out. Pure: no database, network, clock or settings."""
