"""Objects in S3: the protocol, its implementation and the only place where object names are made."""
