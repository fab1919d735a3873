"""A service's app on a real database, and a client that speaks to it with a key."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from shared import api_keys
from shared.service import Service
from shared.settings import Settings

SECRET_KEY = "a secret of the tests"
INTERNAL_KEY = "escucha_internal_key-of-the-tests"
PUBLIC_URL = "http://localhost"


def common(database_url: str, redis_url: str) -> dict[str, Any]:
    """The settings that every service has."""
    return {
        "database_url": database_url,
        "redis_url": redis_url,
        "public_url": PUBLIC_URL,
        "secret_key": SECRET_KEY,
        "internal_key": INTERNAL_KEY,
        "followers": (),
    }


@dataclass(frozen=True)
class Running:
    """An app at work, and its client."""

    app: Flask
    client: FlaskClient

    @property
    def service(self) -> Service[Settings]:
        """The service behind the app."""
        service = self.app.extensions["escucha"]
        assert isinstance(service, Service)
        return service

    def key(self, *scopes: str, subject: str | None = None, holder: str = "a test") -> dict[str, str]:
        """The header of a new key with these scopes."""
        key = api_keys.generate()
        with self.service.database.transaction() as connection:
            api_keys.store(connection, key, holder, list(scopes), subject)
        return {"Authorization": f"Bearer {key}"}

    def post(self, path: str, body: Any, headers: dict[str, str]) -> Any:
        """POST a JSON body; the answer is werkzeug's TestResponse, whose json the test knows to be there."""
        return self.client.post(path, json=body, headers=headers)

    def get(self, path: str, headers: dict[str, str]) -> Any:
        """GET with a key; the answer as in `post`."""
        return self.client.get(path, headers=headers)


@contextmanager
def running(app: Flask) -> Iterator[Running]:
    """The app with its client; its connections are closed afterwards."""
    it = Running(app, app.test_client())
    try:
        yield it
    finally:
        it.service.database.close()
