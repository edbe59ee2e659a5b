"""How the service is seen from outside: structured logs and metrics."""
