"""The first page."""

from flask import Flask, Response, render_template

_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def create_app(*, catches_mail: bool) -> Flask:
    """The app for all paths that lead to none of the services."""
    app = Flask(__name__)

    @app.after_request
    def guard(response: Response) -> Response:
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    @app.get("/")
    def home() -> str:
        """Where to go."""
        return render_template("home.html", catches_mail=catches_mail)

    return app
