"""Files of other tools: what their cells mean, which rows count, and how they are written."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from escucha.importing.cells import RowFault
from escucha.importing.mapping import LeftOut, Mapping, read_mapping
from escucha.importing.rows import Line, read_rows
from escucha.problem import Problem

PLAIN: dict[str, Any] = {
    "survey": "recommend",
    "source": "elsewhere",
    "row_id": {"column": "Id"},
    "submitted_at": {"column": "When"},
}


def mapping(folder: Path, **changes: Any) -> Mapping:
    path = folder / "mapping.yaml"
    path.write_text(yaml.safe_dump({**PLAIN, **changes}, sort_keys=False), encoding="utf-8")
    return read_mapping(path)


def lines(folder: Path, text: str, plan: Mapping) -> list[Line]:
    path = folder / "answers.csv"
    path.write_bytes(text.encode())
    return list(read_rows(path, plan.columns, plan.skip_rows))


def answers(folder: Path, text: str, cell: dict[str, Any]) -> list[Any]:
    """What each row of the file answers."""
    plan = mapping(folder, answers={"asked": cell})
    return [plan.apply(line.row, line.number)["answers"]["asked"] for line in lines(folder, text, plan)]


def test_several_answers_in_one_cell_are_told_apart_and_translated(tmp_path):
    text = 'Id,When,Which?\n1,2026-11-02,"The price, Help"\n2,2026-11-02,Help\n3,2026-11-02,\n'
    cell = {"column": "Which?", "separator": ", ", "values": {"The price": "price", "Help": "help"}}
    assert answers(tmp_path, text, cell) == [["price", "help"], ["help"], None]


def test_an_answer_that_the_mapping_does_not_know_is_never_left_out_silently(tmp_path):
    text = 'Id,When,Which?\n1,2026-11-02,"The price, Colour"\n'
    cell = {"column": "Which?", "separator": ", ", "values": {"The price": "price"}}
    with pytest.raises(RowFault, match="'Colour'"):
        answers(tmp_path, text, cell)


def test_several_answers_in_columns_of_their_own_are_brought_together(tmp_path):
    text = "Id,When,Price,Help\n1,2026-11-02,Price,Help\n2,2026-11-02,,1\n3,2026-11-02,, \n"
    cell = {"columns": {"Price": "price", "Help": "help"}}
    assert answers(tmp_path, text, cell) == [["price", "help"], ["help"], None]


def test_only_rows_of_which_the_mapping_says_so_are_taken(tmp_path):
    plan = mapping(tmp_path, answers={"asked": {"column": "Score"}}, only={"Status": ["0", "4"]})
    taken, trial, imported = lines(
        tmp_path, "Id,When,Status,Score\n1,2026-11-02,0,9\n2,2026-11-02,1,9\n3,2026-11-02, 4 ,9\n", plan
    )
    assert plan.apply(taken.row, 2)["id"] == "1"
    assert plan.apply(imported.row, 4)["id"] == "3"
    with pytest.raises(LeftOut):
        plan.apply(trial.row, 3)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_whatever_stands_between_the_cells_is_seen_in_the_header(tmp_path, delimiter):
    rows = [["Id", "When", '"Why?\nTell us."', "Note"], ["1", "2026-11-02", "9", '"a, b; c"']]
    text = "\r\n".join(delimiter.join(row) for row in rows)
    assert answers(tmp_path, text, {"column": "Why?\nTell us."}) == ["9"]


def test_a_mark_in_front_of_the_file_is_no_part_of_the_first_name(tmp_path):
    assert answers(tmp_path, "\ufeffId;When;Score\n1;2026-11-02;9\n", {"column": "Score"}) == ["9"]


def test_a_column_that_is_there_twice_is_refused_and_named(tmp_path):
    with pytest.raises(Problem, match="more than one column Score"):
        answers(tmp_path, "Id,When,Score,Score\n1,2026-11-02,9,3\n", {"column": "Score"})


def test_a_column_that_is_missing_is_named(tmp_path):
    with pytest.raises(Problem, match="no column Score"):
        answers(tmp_path, "Id,When\n1,2026-11-02\n", {"column": "Score"})


@pytest.mark.parametrize(
    "cell", [{}, {"column": "A", "columns": {"B": "b"}}, {"value": 1, "column": "A"}, {"separator": ","}]
)
def test_a_cell_comes_from_one_place(tmp_path, cell):
    with pytest.raises(Problem, match="mapping"):
        mapping(tmp_path, answers={"asked": cell})


DEEP = "[" * 100_000


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('{"Score": NaN}', "there is a number that is none, or that is too large"),
        ('{"Score": 1e999}', "there is a number that is none, or that is too large"),
        ('{"Score": ["\\ud800"]}', "there are bytes that are not UTF-8"),
        (DEEP, "this is not JSON: "),
    ],
)
def test_what_json_lines_can_say_and_nobody_can_read_spoils_its_line_only(tmp_path, text, fault):
    path = tmp_path / "answers.jsonl"
    path.write_text(f'{text}\n{{"Score": 9}}\n', encoding="utf-8")
    bad, good = read_rows(path, ["Score"])
    assert (bad.number, bad.row) == (1, {})
    assert (bad.fault or "").startswith(fault)
    assert (good.row, good.fault) == ({"Score": 9}, None)


def test_a_row_that_is_skipped_may_be_anything(tmp_path):
    plan = mapping(tmp_path, answers={"asked": {"column": "Score"}}, skip_rows=1)
    wide = "a" * 200_000
    (line,) = lines(tmp_path, f"Id,When,Score\n{wide},,\n1,2026-01-01,9\n", plan)
    assert line.row["Id"] == "1"


def test_a_day_before_the_calendar_begins_elsewhere_spoils_its_row_only(tmp_path):
    plan = mapping(tmp_path, answers={"asked": {"column": "Score"}}, time_zone="Asia/Tokyo")
    with pytest.raises(RowFault, match="is not a date as the mapping says"):
        plan.apply({"Id": "1", "When": "0001-01-01", "Score": "9"}, 2)


def test_a_folder_of_time_zones_is_none(tmp_path):
    with pytest.raises(Problem, match="can't be used as a mapping") as caught:
        mapping(tmp_path, answers={"asked": {"column": "Score"}}, time_zone="America")
    assert caught.value.detail == "time_zone: There is no such time zone."


@pytest.mark.parametrize("order", ["utf-16-le", "utf-16-be"])
def test_a_file_in_utf_16_is_called_so(tmp_path, order):
    path = tmp_path / "answers.csv"
    path.write_bytes("\ufeffId\tWhen\tScore\n1\t2026-11-02\t9\n".encode(order))
    with pytest.raises(Problem, match=r"answers.csv is written in UTF-16"):
        list(read_rows(path, {"Id", "When", "Score"}))
