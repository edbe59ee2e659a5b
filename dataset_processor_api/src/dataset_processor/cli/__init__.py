"""What the command line shows: an HTTP client and readable summaries."""
