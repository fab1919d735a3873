"""Answers to our mail: what a person wrote, without what their mail program quoted or signed.

The libraries for this know no Portuguese, and English best (see docs/adr/0015), so this is a small one of our own. It
knows the styles of Gmail, Apple Mail and Outlook in English, Spanish and Portuguese, and cuts rather too little than
too much: words of a customer must not get lost.
"""

import re
from html import unescape
from html.parser import HTMLParser

MOST_CHARACTERS = 20_000

_LEAD = re.compile(r"^\W*(on|el|em|no dia|a)\b", re.IGNORECASE)
_WROTE = re.compile(r"\b(wrote|escribió|escribio|escreveu)\W*$", re.IGNORECASE)
_CLOCK_OR_ADDRESS = re.compile(r"\d{1,2}[:.h]\d{2}|@")
_LONGEST_ATTRIBUTION = 4
_FROM = re.compile(r"^[\W_]*(from|de)\W*:", re.IGNORECASE)
_SENT = re.compile(r"^[\W_]*(sent|date|enviad[oa]( el| em)?|fecha|data)\W*:", re.IGNORECASE)
_ORIGINAL = re.compile(r"^\W*--\s*(original message|mensaje original|mensagem original)\s*--", re.IGNORECASE)
_RULE = re.compile(r"^_{10,}\s*$")
_DEVICE = re.compile(
    r"^(sent from|get outlook for|enviado desde|enviado do|enviado de|obtener outlook para|obter o outlook para"
    r"|obtenga outlook para|baixe o outlook para)\b.{0,60}$",
    re.IGNORECASE,
)

_TAG = re.compile(r"<[^<>]*>")


def own_words(text: str) -> str:
    """What was written in this plain text above, below and between what was quoted; never empty if the text is not."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ").split("\n")
    above = lines[: _end(lines)]
    kept = [line.rstrip() for line in above if not line.lstrip().startswith(">")]
    found = "\n".join(_without_signature(kept)).strip()
    return (found or text.strip())[:MOST_CHARACTERS]


def _end(lines: list[str]) -> int:
    """Where what follows is all quoted; an introduction to lines that are marked as quoted is blanked in place."""
    for place, line in enumerate(lines):
        if _ORIGINAL.match(line) or _begins_header(lines, place):
            return place
        if size := _attribution(lines, place):
            after = _next_said(lines, place + size)
            if after is not None and lines[after].lstrip().startswith(">"):
                # Somebody may have answered below, or line by line: marked lines go by themselves.
                lines[place : place + size] = [""] * size
            else:
                return place
    return len(lines)


def _begins_header(lines: list[str], place: int) -> bool:
    """Whether a block of From and Sent begins here, as Outlook puts it above what it quotes, or the rule before it."""
    if _RULE.match(lines[place]):
        following = _next_said(lines, place + 1)
        return following is not None and _begins_header(lines, following)
    if not _FROM.match(lines[place]):
        return False
    return any(_SENT.match(line) for line in lines[place + 1 : place + 4])


def _next_said(lines: list[str], place: int) -> int | None:
    """The place of the first line from here on that says anything."""
    return next((n for n in range(place, len(lines)) if lines[n].strip()), None)


def _attribution(lines: list[str], place: int) -> int:
    """How many lines from here on say who wrote what follows, and when; 0 if they don't. Programs wrap such lines."""
    if not _LEAD.match(lines[place]):
        return 0
    said = ""
    for size, line in enumerate(lines[place : place + _LONGEST_ATTRIBUTION], start=1):
        if not line.strip():
            return 0
        said += line + " "
        if _WROTE.search(said):
            return size if _CLOCK_OR_ADDRESS.search(said) else 0
    return 0


def _without_signature(lines: list[str]) -> list[str]:
    end = next((place for place, line in enumerate(lines) if line in ("--", "-- ")), len(lines))
    lines = lines[:end]
    while lines and (not lines[-1].strip() or _DEVICE.match(lines[-1].strip())):
        lines = lines[:-1]
    return lines


def text_of_html(html: str) -> str:
    """The words of an HTML mail without what programs mark as quoted or as a signature."""
    reader = _Reader()
    reader.feed(html)
    # What is left begins with a tag or a comment that nobody ends. `close` would look for its end anew from each
    # character on, for hours in a mail that was made for it.
    reader.handle_data(unescape(_TAG.sub(" ", reader.rawdata)))
    return reader.text()


class _Reader(HTMLParser):
    _SILENT = frozenset({"script", "style", "head", "title", "blockquote"})
    _BLOCKS = frozenset(
        {"p", "div", "br", "li", "tr", "h1", "h2", "h3", "ul", "ol", "table", "blockquote", "hr"}
    )
    _VOID = frozenset({"br", "hr", "img", "meta", "link", "input", "wbr", "col", "area", "base", "source"})
    _CLASSES = (
        "gmail_quote",
        "gmail_signature",
        "moz-cite-prefix",
        "moz-signature",
        "yahoo_quoted",
        "protonmail_quote",
    )
    # From here on all is quoted.
    _ENDS = (
        "divrplyfwdmsg",
        "appendonsend",
        "mail-editor-reference-message-container",
        "olk_src_body_section",
    )

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._silent = ""
        self._depth = 0
        self._ended = False

    def text(self) -> str:
        """What was read, a line for a line of the page."""
        lines = (" ".join(line.split()) for line in "".join(self._parts).split("\n"))
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._silent:
            self._depth += tag == self._silent
            return
        named = {name: (value or "").lower() for name, value in attrs}
        if any(named.get("id", "").endswith(end) for end in self._ENDS):
            self._ended = True
        if tag in self._BLOCKS:
            self._parts.append("\n")
        if tag not in self._VOID and (
            tag in self._SILENT or any(name in named.get("class", "") for name in self._CLASSES)
        ):
            self._silent, self._depth = tag, 1

    def handle_endtag(self, tag: str) -> None:
        if self._silent:
            self._depth -= tag == self._silent
            if not self._depth:
                self._silent = ""
        elif tag in self._BLOCKS:
            self._parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent and not self._ended:
            self._parts.append(re.sub(r"\s+", " ", data))
