"""From bytes to rows, by the exact rules of each format."""
