"""How long the demo waits for the services: as long as they get on."""

from itertools import chain, repeat
from types import SimpleNamespace

import pytest

from escucha.demo.waiting import wait_for
from escucha.problem import Problem


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that goes on only where somebody sleeps; what it shows."""
    at = [0.0]

    def sleep(seconds: float) -> None:
        at[0] += seconds

    monkeypatch.setattr("escucha.demo.waiting.time", SimpleNamespace(monotonic=lambda: at[0], sleep=sleep))
    return at


def test_a_slow_machine_that_gets_on_is_waited_for(clock):
    counts = chain.from_iterable(repeat(n, 100) for n in range(20))
    wait_for(19, lambda: next(counts), "never")
    assert clock[0] > 600


def test_one_that_stands_still_for_a_minute_is_given_up_in_these_words(clock):
    with pytest.raises(Problem, match="no comment came; the logs say why"):
        wait_for(3, lambda: 2, "no comment came")
    assert 60 <= clock[0] <= 61
