"""One person at one browser: what they do on the survey page, and what the browser did and said meanwhile."""

from typing import Any, Literal, TypedDict, Unpack

from playwright.sync_api import Browser, ConsoleMessage, Locator, Response, expect

Scheme = Literal["light", "dark"]

PHONE: dict[str, Any] = {
    "viewport": {"width": 320, "height": 640},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}

# What the customers of the tests read.
RECOMMEND = "¿Qué probabilidad hay de que nos recomiendes?"
EFFORT = "Te lo pusimos fácil."
SATISFIED = "¿Qué tan satisfecho estás?"
RESOLVED = "¿Se resolvió?"
COMMENT = "¿Qué deberíamos saber?"


class Options(TypedDict, total=False):
    """How one visitor differs from another: a phone, scripts, light and Mexican Spanish go without saying."""

    device: dict[str, Any]
    javascript: bool
    scheme: Scheme
    locale: str


class Visitor:
    """A person with a browser of their own: no cookies, no history."""

    def __init__(self, browser: Browser, **options: Unpack[Options]) -> None:
        self._context = browser.new_context(
            **options.get("device", PHONE),
            java_script_enabled=options.get("javascript", True),
            color_scheme=options.get("scheme", "light"),
            locale=options.get("locale", "es-MX"),
        )
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self._context.on("request", lambda request: self.requests.append(request.url))
        self._context.on("console", self._hear)
        self._context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        self.page = self._context.new_page()

    def open(self, url: str) -> Response:
        """Open an address and wait until the page is all there."""
        response = self.page.goto(url)
        assert response
        return response

    def requests_but_saving(self) -> list[str]:
        """What the browser asked for, save for what the script saves while a form is filled in."""
        return [url for url in self.requests if not url.endswith("/partial")]

    def question(self, text: str) -> Locator:
        """The group of answers under a question's text."""
        return self.page.get_by_role("group", name=text)

    def answer(self, question: str, answer: str) -> Locator:
        """One answer of a question, by its label."""
        return self.question(question).get_by_role("radio", name=answer, exact=True)

    def choose(self, question: str, answer: str) -> None:
        """Tap an answer."""
        self.answer(question, answer).check()

    def comment(self) -> Locator:
        """The field for words."""
        return self.page.get_by_label(COMMENT)

    def send(self) -> None:
        """Tap the form's only button."""
        self.page.get_by_role("button").click()

    def sees(self, title: str) -> None:
        """Wait for the page with this title."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(title)

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def leave(self) -> None:
        """Close the browser."""
        self._context.close()

    def _hear(self, message: ConsoleMessage) -> None:
        # That a page came with 404, 410 or 422 is said in the console too, and is what we want.
        if (
            message.type in ("error", "warning")
            and "the server responded with a status of" not in message.text
        ):
            self.complaints.append(message.text)
