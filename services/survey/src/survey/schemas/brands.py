"""How the brand looks on the wire."""

import re
from collections.abc import Callable
from typing import Any, get_args
from urllib.parse import urlsplit

from marshmallow import Schema, ValidationError, fields, post_load
from marshmallow.validate import OneOf

from shared.accepted import text
from survey.domain.brands import Brand, faults
from survey.domain.colours import is_colour
from survey.domain.logos import LogoError, png_logo, svg_logo
from survey.domain.message_ids import Letter

_PHONE = re.compile(r"\+?[0-9][0-9 ().-]{2,28}[0-9]")


def _colour(value: str) -> None:
    if not is_colour(value):
        raise ValidationError("Write the colour as # and six hexadecimal digits in small letters: #1257a8.")


def _phone(value: str) -> None:
    if not (value.isascii() and _PHONE.fullmatch(value)):
        raise ValidationError("Write the number as people dial it, such as +34 900 123 456.")


def _address(value: str) -> None:
    try:
        parts = urlsplit(value)
        known = (parts.scheme == "https" and parts.hostname) or (
            parts.scheme == "mailto" and "@" in parts.path
        )
    except ValueError:
        known = False
    if not known or not value.isprintable() or " " in value:
        raise ValidationError("Use an address that begins with https:// or mailto:.")


def _optional(most: int, check: Callable[[str], None] | None, description: str) -> fields.String:
    checks = [*text(most), *([check] if check else [])]
    return fields.String(
        load_default=None, allow_none=True, validate=checks, metadata={"description": description}
    )


class BrandSchema(Schema):
    """How a company looks to its customers. What is left out is not shown."""

    name = _optional(60, None, "The company's name; also what the logo is called")
    logo_svg = _optional(20_000, None, "An SVG; only its shapes and colours are kept")
    logo_png = _optional(20_000, None, "A PNG, in base64: for letters, and for pages where there is no SVG")
    accent = _optional(7, _colour, "The colour of links and buttons on white, as #rrggbb")
    accent_dark = _optional(7, _colour, "The same on a dark page")
    person_phone = _optional(30, _phone, "The number at which a person answers")
    person_url = _optional(500, _address, "Where to talk to a person: https: or mailto:")

    @post_load
    def _build(self, data: dict[str, Any], **_: Any) -> Brand:
        svg, png = data.pop("logo_svg"), data.pop("logo_png")
        picture = _logo("logo_png", png_logo, png)
        brand = Brand(**data, logo=_logo("logo_svg", svg_logo, svg) or picture, letter_logo=picture)
        if brand.logo and not brand.name:
            raise ValidationError({"name": ["Who can't see the logo needs its name."]})
        if found := faults(brand):
            raise ValidationError({field: [fault] for field, fault in found.items()})
        return brand


class BrandPreviewArguments(Schema):
    """Where to try a brand on."""

    survey = fields.String(required=True, validate=text(63), metadata={"description": "Its newest version"})
    language = fields.String(required=True, validate=text(10))
    on = fields.String(
        load_default="form",
        validate=OneOf(("form", *get_args(Letter))),
        metadata={"description": "The form, or which letter"},
    )


class BrandSetSchema(Schema):
    """Which version it has, and whether it was new."""

    version = fields.Integer()
    is_new = fields.Boolean()


class ContrastSchema(Schema):
    """Contrast ratios of an accent; at least 4.5 each."""

    page = fields.Float(metadata={"description": "Links and focus rings on the page"})
    button = fields.Float(metadata={"description": "A button's text on the button"})


class TriedBrandSchema(Schema):
    """What would come of a brand."""

    logo = fields.String(allow_none=True, metadata={"description": "What is left of it, as a data: URI"})

    light = fields.Nested(ContrastSchema, allow_none=True)
    dark = fields.Nested(ContrastSchema, allow_none=True)


class ShownBrandSchema(Schema):
    """A brand as it is kept."""

    name = fields.String(allow_none=True)
    logo = fields.String(allow_none=True, metadata={"description": "As a data: URI"})
    letter_logo = fields.String(
        allow_none=True, metadata={"description": "The one in letters, as a data: URI"}
    )
    accent = fields.String(allow_none=True)
    accent_dark = fields.String(allow_none=True)
    person_phone = fields.String(allow_none=True)
    person_url = fields.String(allow_none=True)


class ListedBrandSchema(Schema):
    """A version of the brand."""

    version = fields.Integer()
    set_at = fields.AwareDateTime()
    definition = fields.Nested(ShownBrandSchema)


class BrandPageSchema(Schema):
    """A page of versions of the brand; `next` is null on the last one."""

    items = fields.List(fields.Nested(ListedBrandSchema))
    next = fields.String(allow_none=True)


def _logo(field: str, read: Callable[[str], str], given: str | None) -> str | None:
    try:
        return read(given) if given else None
    except LogoError as error:
        raise ValidationError({field: [str(error)]}) from error
