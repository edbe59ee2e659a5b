"""One file a chore, each `run_once(...) -> Outcome`."""
