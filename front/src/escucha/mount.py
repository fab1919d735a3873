"""One origin for all: the part of the house that a path leads to is told by its first segment."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication


class Mount:
    """A WSGI app that hands each request on, unchanged: every app knows its whole paths itself."""

    def __init__(self, doors: dict[str, WSGIApplication], otherwise: WSGIApplication) -> None:
        self._doors = doors
        self._otherwise = otherwise

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        segment = environ.get("PATH_INFO", "").removeprefix("/").partition("/")[0]
        return self._doors.get(segment, self._otherwise)(environ, start_response)


def create_app() -> Mount:
    """The whole house; /mail is there when MAIL_DIR is set. Raises what the services' settings raise."""
    # Here, not above: who mounts other apps in a test needs none of these.
    import feedback_router.app  # noqa: PLC0415
    import scoring.app  # noqa: PLC0415
    import survey.app  # noqa: PLC0415
    from escucha import home  # noqa: PLC0415
    from escucha.catcher import pages  # noqa: PLC0415

    asks, carries = survey.app.create_app(), feedback_router.app.create_app()
    doors: dict[str, WSGIApplication] = {
        "survey": asks,
        "s": asks,
        "o": asks,
        "router": carries,
        "c": carries,
        "scoring": scoring.app.create_app(),
    }
    mail_dir = os.environ.get("MAIL_DIR")
    if mail_dir:
        doors["mail"] = pages.create_app(Path(mail_dir))
    return Mount(doors, home.create_app(catches_mail=bool(mail_dir)))
