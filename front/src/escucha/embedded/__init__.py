"""A real PostgreSQL and a real Valkey from wheels, private to one folder. Above here everyone sees only URLs."""
