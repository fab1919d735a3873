"""Filling in a form of a page that is made already, with what was typed into it before.

It knows the HTML that our own templates write, and of it no more than forms.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape, unescape
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

Fields = Sequence[tuple[str, str]]
# What people don't fill in, and what must never stand in a page.
_NOT_TYPED = frozenset({"password", "file", "submit", "button", "image", "reset"})


@dataclass
class _Piece:
    """A tag or what stands between tags: its source, and of a start tag its name and attributes."""

    source: str
    tag: str = ""
    attributes: dict[str, str | None] = field(default_factory=dict)

    def now(self, *without: str, **attributes: str | None) -> None:
        """The same tag with other attributes."""
        self.attributes = {k: v for k, v in self.attributes.items() if k not in without} | attributes
        told = (
            name if value is None else f'{name}="{escape(value)}"' for name, value in self.attributes.items()
        )
        self.source = f"<{' '.join((self.tag, *told))}>"


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.pieces: list[_Piece] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.pieces.append(_Piece(self.get_starttag_text() or "", tag, dict(attrs)))

    handle_startendtag = handle_starttag

    def handle_endtag(self, tag: str) -> None:
        self.pieces.append(_Piece(f"</{tag}>", f"/{tag}"))

    def handle_data(self, data: str) -> None:
        self.pieces.append(_Piece(data))

    def handle_entityref(self, name: str) -> None:
        self.pieces.append(_Piece(f"&{name};"))

    def handle_charref(self, name: str) -> None:
        self.pieces.append(_Piece(f"&#{name};"))

    def handle_comment(self, data: str) -> None:
        self.pieces.append(_Piece(f"<!--{data}-->"))

    def handle_decl(self, decl: str) -> None:
        self.pieces.append(_Piece(f"<!{decl}>"))


def refill(html: str, action: str, fields: Fields, note: str, left_over: str) -> str:
    """The page with these fields in its form that is sent to the path `action`, under the note.

    Of several such forms it is the one whose unseen fields fit best. What has no place on the page any more stands
    above it as text, under `left_over`.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    pieces = reader.pieces
    place = _place(pieces, action, fields)
    known: set[str] = set()
    if place is not None:
        _open_around(pieces, place)
        known = _fill(pieces[place : _end(pieces, place, "/form")], fields)
    told = f'<p role="alert" id="unsent" class="told">{escape(note)}</p>'
    lost = [(name, value) for name, value in fields if value and name not in known]
    if lost:
        rows = "".join(
            f'<dt>{escape(n)}</dt><dd style="white-space:pre-wrap">{escape(v)}</dd>' for n, v in lost
        )
        told += f"<p>{escape(left_over)}</p><dl>{rows}</dl>"
    if place is None:
        place = next((i + 1 for i, piece in enumerate(pieces) if piece.tag == "main"), len(pieces))
    return "".join(piece.source for piece in (*pieces[:place], _Piece(told), *pieces[place:]))


def _place(pieces: list[_Piece], action: str, fields: Fields) -> int | None:
    """Where the form begins."""

    def fits(place: int) -> int:
        return sum(
            piece.attributes.get("type") == "hidden"
            and (piece.attributes.get("name"), piece.attributes.get("value")) in fields
            for piece in pieces[place : _end(pieces, place, "/form")]
        )

    found = [
        place
        for place, piece in enumerate(pieces)
        if piece.tag == "form"
        and (piece.attributes.get("method") or "").lower() == "post"
        and unquote(urlsplit(piece.attributes.get("action") or "").path) == action
    ]
    return max(found, key=fits, default=None)


def _end(pieces: list[_Piece], place: int, tag: str) -> int:
    """Where what begins at `place` ends; none of our forms, lists and texts has another of its kind within it."""
    return next((i for i in range(place, len(pieces)) if pieces[i].tag == tag), len(pieces))


def _open_around(pieces: list[_Piece], place: int) -> None:
    """A form that is folded away would not be seen."""
    around: list[_Piece] = []
    for piece in pieces[:place]:
        if piece.tag == "details":
            around.append(piece)
        elif piece.tag == "/details":
            around.pop()
    for piece in around:
        piece.now(open=None)


def _fill(pieces: list[_Piece], fields: Fields) -> set[str]:
    """Put what was typed where it belongs, and say which names have a place."""
    typed: dict[str, list[str]] = {}
    for name, value in fields:
        typed.setdefault(name, []).append(value)
    known: set[str] = set()
    for place, piece in enumerate(pieces):
        name = piece.attributes.get("name") or ""
        if piece.tag == "input" and piece.attributes.get("type") not in _NOT_TYPED:
            _fill_input(piece, typed.get(name, []))
        elif piece.tag == "textarea":
            _write(pieces[place : _end(pieces, place, "/textarea")], next(iter(typed.get(name, [])), ""))
        elif piece.tag == "select" and not _choose(
            pieces[place : _end(pieces, place, "/select")], typed.get(name, [])
        ):
            continue
        if name:
            known.add(name)
    return known


def _fill_input(piece: _Piece, values: list[str]) -> None:
    if piece.attributes.get("type") in ("checkbox", "radio"):
        chosen = (piece.attributes.get("value") or "on") in values
        piece.now("checked", **({"checked": None} if chosen else {}))
    elif values:
        piece.now(value=values.pop(0))


def _write(pieces: list[_Piece], value: str) -> None:
    # A textarea's first line break belongs to its tag.
    pieces[0].source += f"\n{escape(value)}"
    for piece in pieces[1:]:
        piece.source = ""


def _choose(pieces: list[_Piece], values: list[str]) -> bool:
    """Whether the list has what was chosen; where it has not, it stays as it is."""
    options = list(_options(pieces))
    if not any(value in values for _, value in options):
        return not values
    for option, value in options:
        option.now("selected", **({"selected": None} if value in values else {}))
    return True


def _options(pieces: list[_Piece]) -> Iterator[tuple[_Piece, str]]:
    for place, piece in enumerate(pieces):
        if piece.tag == "option":
            said = "".join(one.source for one in pieces[place + 1 : _end(pieces, place, "/option")])
            value = piece.attributes.get("value")
            yield piece, " ".join(unescape(said).split()) if value is None else value
