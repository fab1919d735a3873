"""Understands what customers say, and brings each comment to the team that can act."""
