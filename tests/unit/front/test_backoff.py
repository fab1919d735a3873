"""How long a dead part waits."""

from escucha.supervisor.backoff import Backoff


def after(*lives: float) -> Backoff:
    backoff = Backoff()
    for lived_s in lives:
        backoff = backoff.after_death(lived_s)
    return backoff


def test_pauses_double_up_to_a_minute() -> None:
    assert [after(*[1.0] * deaths).pause_s for deaths in range(1, 9)] == [0.5, 1, 2, 4, 8, 16, 32, 60]
    assert after(*[0.0] * 5000).pause_s == 60


def test_a_part_that_lived_a_minute_begins_anew() -> None:
    assert after(1, 1, 1, 61) == after(1)


def test_people_hear_of_the_first_death_and_of_the_habit_only() -> None:
    assert [deaths for deaths in range(1, 50) if after(*[1.0] * deaths).worth_a_line] == [1, 4]
