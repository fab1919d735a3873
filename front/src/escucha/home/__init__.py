"""The first page, at /: where to go from here, what came in today, and the door for people."""

from escucha.home.pages import create_app

__all__ = ["create_app"]
