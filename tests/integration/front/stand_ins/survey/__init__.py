"""A stand-in for the service: enough of it to start the house."""
