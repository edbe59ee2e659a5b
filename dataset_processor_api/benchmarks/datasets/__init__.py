"""Files of any size from a seed: the same name, size and seed give the same bytes on every machine."""
