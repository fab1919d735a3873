"""Logos: pictures that stand inside a page, with nothing in them but the picture."""

import base64
import binascii
import re
import struct
import zlib
from xml.etree import ElementTree

# The page and its logo have to travel together in the first packets.
MOST_BYTES = 4096
_SVG = "http://www.w3.org/2000/svg"
_SHAPES = frozenset(
    (
        *("svg", "g", "defs", "title", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon"),
        *("linearGradient", "radialGradient", "stop", "clipPath"),
    )
)
_ATTRIBUTES = frozenset(
    (
        *("id", "viewBox", "width", "height", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r"),
        *("rx", "ry", "fx", "fy", "d", "points", "transform", "fill", "fill-rule", "fill-opacity"),
        *("clip-rule", "clip-path", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin"),
        *("stroke-miterlimit", "stroke-dasharray", "stroke-opacity", "opacity", "offset"),
        *("stop-color", "stop-opacity", "gradientUnits", "gradientTransform", "spreadMethod"),
        *("clipPathUnits", "preserveAspectRatio"),
    )
)
_WITHIN = re.compile(r"url\(#[\w-]+\)", re.ASCII)
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_CHUNKS = (b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"sRGB", b"IDAT", b"IEND")


class LogoError(ValueError):
    """This can't be a logo; the message says why."""


def svg_logo(text: str) -> str:
    """A data: URI of the SVG with shapes and colours only: no script, style, text, link or picture from elsewhere."""
    if "<!" in text.replace("<!--", ""):
        raise LogoError("An SVG with a document type or entities is not taken.")
    try:
        root = ElementTree.fromstring(text)  # noqa: S314  nothing with a document type comes here
    except ElementTree.ParseError as error:
        raise LogoError(f"This is no SVG: {error}.") from error
    if root.tag != f"{{{_SVG}}}svg":
        raise LogoError(f'An SVG begins with <svg xmlns="{_SVG}">.')
    ElementTree.register_namespace("", _SVG)
    try:
        _strip(root)
        written = ElementTree.tostring(root)
    except RecursionError as error:
        raise LogoError("This SVG is nested too deep.") from error
    if not any(len(found.attrib) for found in root.iter() if found is not root):
        raise LogoError("No shapes are left once all that is no shape is left out.")
    return _uri("image/svg+xml", written)


def png_logo(encoded: str) -> str:
    """A data: URI of the PNG, given in base64, without what is no picture, such as where it was taken."""
    try:
        data = base64.b64decode("".join(encoded.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise LogoError("This is not base64.") from error
    return _uri("image/png", _chunks(data))


def _strip(element: ElementTree.Element) -> None:
    for name in list(element.attrib):
        value = element.attrib[name]
        # CSS reads an address in capitals too, with a backslash in it, or as one of several.
        is_elsewhere = "url(" in value.lower() or "\\" in value
        if name not in _ATTRIBUTES or (is_elsewhere and not _WITHIN.fullmatch(value)):
            del element.attrib[name]
    for child in list(element):
        if child.tag in {f"{{{_SVG}}}{shape}" for shape in _SHAPES}:
            _strip(child)
        else:
            element.remove(child)


def _chunks(data: bytes) -> bytes:
    """PNG, third edition, 5: a signature, then chunks of length, type, content and checksum."""
    if not data.startswith(_SIGNATURE):
        raise LogoError("This is no PNG.")
    kept, place, kind = [_SIGNATURE], len(_SIGNATURE), b""
    while place + 12 <= len(data) and kind != b"IEND":
        length = struct.unpack_from(">I", data, place)[0]
        end = place + 12 + length
        kind, chunk = data[place + 4 : place + 8], data[place:end]
        if end > len(data) or zlib.crc32(chunk[4:-4]) != struct.unpack(">I", chunk[-4:])[0]:
            raise LogoError("This PNG is damaged.")
        if kind in _CHUNKS:
            kept.append(chunk)
        place = end
    if kind != b"IEND":
        raise LogoError("This PNG is damaged.")
    return b"".join(kept)


def _uri(kind: str, data: bytes) -> str:
    if len(data) > MOST_BYTES:
        raise LogoError(
            f"The logo has {len(data)} bytes; a page that arrives at once has room for {MOST_BYTES}."
        )
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"
