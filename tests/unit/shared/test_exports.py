"""What stands in a table's cell is text to a spreadsheet, whatever somebody wrote there."""

import pytest

from shared.exports import cell, csv_lines


@pytest.mark.parametrize("starter", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_what_a_spreadsheet_would_work_out_is_text(starter):
    assert cell(f"{starter}1+1") == f"'{starter}1+1"
    assert cell([f"{starter}1", "2"]) == f"'{starter}1; 2"


@pytest.mark.parametrize("value", [-3, 2.5, "a=1", "", None])
def test_numbers_and_harmless_words_stay_as_they_are(value):
    assert cell(value) == value


def test_lines_within_a_cell_stay_in_it():
    assert csv_lines([["a\nb", True, 1]]) == '"a\nb",yes,1\r\n'


@pytest.mark.parametrize(
    ("said", "harmless"),
    [
        ("fine; =HYPERLINK(1)", "fine; '=HYPERLINK(1)"),
        ("fine\n=1+1", "fine\n'=1+1"),
        ("a;@b;+c;-d", "a;'@b;'+c;'-d"),
        ("a\t＝1", "a\t'＝1"),
        ("well; then a-b = c", "well; then a-b = c"),
        ("one\ntwo", "one\ntwo"),
    ],
)
def test_no_formula_begins_where_another_spreadsheet_would_split_the_cell(said, harmless):
    assert cell(said) == harmless
