"""The bodies callers see, one resource a file."""
