"""Somebody of the company who has signed in, and reads and fills in pages as a browser would."""

import re
from dataclasses import dataclass
from html import unescape

from shared import session
from shared.api_keys import Caller
from support.apps import PUBLIC_URL, SECRET_KEY, Running


def words_of(html: str) -> str:
    """What stands between the tags."""
    # What is only kept on one line stands in its sentence.
    html = re.sub(r'<span class="unbroken">(.*?)</span>', r"\1", html)
    text = re.sub(r"<style.*?</style>|<[^>]+>", " ", html, flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(text))


@dataclass(frozen=True)
class Reader:
    """Who has signed in to one service, in one browser."""

    app: Running

    @classmethod
    def of(cls, app: Running, *scopes: str, name: str = "Carla", subject: str | None = None) -> "Reader":
        """Signed in with a key that has these scopes."""
        callers = {app.service.name: Caller(name, frozenset(scopes), subject)}
        app.client.set_cookie(session.COOKIE, session.sign(SECRET_KEY, callers))
        return cls(app)

    def raw(self, path: str, status: int = 200, language: str = "en") -> str:
        """The page's HTML as it is sent."""
        answer = self.app.client.get(path, headers={"Accept-Language": language})
        assert answer.status_code == status, answer.text
        return answer.text

    def read(self, path: str, status: int = 200, language: str = "en") -> str:
        """The page's HTML, without the escapes."""
        return unescape(self.raw(path, status, language))

    def words(self, path: str, status: int = 200, language: str = "en") -> str:
        """What stands on the page, between tags."""
        return words_of(self.raw(path, status, language))

    def send(self, path: str, status: int = 303, origin: str | None = PUBLIC_URL, /, **form: str) -> str:
        """Send a form from a page of this origin; the page that comes back, or the address that it leads to."""
        answer = self.app.client.post(path, data=form, headers={"Origin": origin} if origin else {})
        assert answer.status_code == status, answer.text
        return answer.headers["Location"] if status == 303 else unescape(answer.text)
