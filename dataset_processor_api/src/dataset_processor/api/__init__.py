"""HTTP: routes, schemas, middleware and the rendering of errors. No decisions of its own."""
