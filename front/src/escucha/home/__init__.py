"""The first page, at /: where to go from here."""

from escucha.home.pages import create_app

__all__ = ["create_app"]
