"""Colours, and how well one can be told from another."""

import colorsys
import re
from collections.abc import Callable

_HEX = re.compile(r"#[0-9a-f]{6}")
_STEPS = 1000


def is_colour(text: str) -> bool:
    """Whether this is a colour as we write it: # and six hexadecimal digits, small letters."""
    return _HEX.fullmatch(text) is not None


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.2, from 1 (the same) to 21 (black on white)."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def nearest(colour: str, passes: Callable[[str], bool]) -> str | None:
    """The colour of the same hue that passes and is hardly lighter or darker; None when none does."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*(part / 255 for part in _parts(colour)))
    for step in range(_STEPS + 1):
        for changed in (lightness - step / _STEPS, lightness + step / _STEPS):
            if 0 <= changed <= 1:
                tried = _write(*colorsys.hls_to_rgb(hue, changed, saturation))
                if passes(tried):
                    return tried
    return None


def _luminance(colour: str) -> float:
    """WCAG 2.2, "relative luminance"."""
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _write(*parts: float) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)
