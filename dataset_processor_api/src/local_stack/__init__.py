"""The whole product without docker: real services found or installed, started on loopback, supervised, stopped."""
