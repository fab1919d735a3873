"""Asks customers how it went, and keeps what they answer."""
