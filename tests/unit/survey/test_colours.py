"""Contrast as WCAG 2.2 computes it, and colours that pass."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.domain.brands import Brand, contrasts, faults
from survey.domain.colours import contrast, nearest

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


# Published examples: W3C's understanding of 1.4.3 gives #777777 on white as 4.48 and #767676 as 4.54.
@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
        ("#ffffff", "#ffffff", 1.0),
        ("#0000ff", "#ffffff", 8.59),
    ],
)
def test_ratios_are_the_published_ones(one, other, ratio):
    assert round(contrast(one, other), 2) == ratio
    assert contrast(one, other) == contrast(other, one)


@given(colours, st.sampled_from(["light", "dark"]))
def test_a_refused_colour_has_a_neighbour_that_passes(colour, scheme):
    field = "accent" if scheme == "light" else "accent_dark"
    found = faults(Brand(**{field: colour}))
    if not found:
        assert min(contrasts(colour, scheme).values()) >= 4.5
        return
    instead = found[field].removesuffix(".").rpartition(" ")[2]
    assert faults(Brand(**{field: instead})) == {}


@given(colours)
def test_a_colour_that_passes_is_its_own_nearest(colour):
    assert contrast(nearest(colour, lambda _: True) or "", colour) < 1.05


def test_where_nothing_passes_there_is_no_nearest():
    assert nearest("#123456", lambda _: False) is None
