"""Messages that are saved with the change that causes them, and the process that hands them to the broker."""
