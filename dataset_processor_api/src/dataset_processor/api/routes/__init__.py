"""One resource a file: a route parses, calls one service and renders."""
