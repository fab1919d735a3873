"""What a browser would send of a form as it stands on a page."""

from html.parser import HTMLParser

Fields = list[tuple[str, str]]


class _Browser(HTMLParser):
    """Reads the first form after the element with this id."""

    def __init__(self, after: str) -> None:
        super().__init__()
        self.fields: Fields = []
        self._after = after
        self._state = "before"
        self._open: tuple[str, str | None] | None = None
        self._list = ""
        self._said = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = dict(attrs)
        name, value = has.get("name") or "", has.get("value")
        if has.get("id") == self._after:
            self._state = "found"
        elif tag == "form" and self._state == "found":
            self._state = "within"
        elif self._state != "within":
            return
        elif tag == "input" and has.get("type") in ("checkbox", "radio"):
            if "checked" in has:
                self.fields.append((name, value or "on"))
        elif tag == "input" and has.get("type") != "password":
            self.fields.append((name, value or ""))
        elif tag == "select":
            self._list = name
        elif tag == "textarea" or (tag == "option" and "selected" in has):
            self._open, self._said = (name or self._list, value), ""

    def handle_data(self, data: str) -> None:
        self._said += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._state == "within":
            self._state = "after"
        if self._open and tag in ("textarea", "option"):
            name, value = self._open
            # As browsers do: one line break after the tag is not part of the text.
            said = self._said.removeprefix("\n") if tag == "textarea" else self._said.strip()
            self.fields.append((name, said if value is None else value))
            self._open = None


def filled_in(page: str, after: str) -> Fields:
    """The fields of the first form after the element with this id."""
    browser = _Browser(after)
    browser.feed(page)
    return browser.fields
