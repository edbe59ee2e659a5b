"""ASGI layers that act before a route is known."""
