"""What the person at the terminal sees, whatever letters it knows."""

import io

import pytest

from escucha.supervisor.terminal import Terminal


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("utf-8", "  Año … ready in 0.0 s\n"),
        ("latin-1", "  Año ? ready in 0.0 s\n"),
        ("ascii", "  A?o ? ready"),
    ],
)
def test_a_letter_that_the_terminal_does_not_know_does_not_take_the_line_with_it(
    monkeypatch: pytest.MonkeyPatch, encoding: str, shown: str
) -> None:
    output = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(output, encoding=encoding))
    terminal = Terminal(clock=lambda: 0.0)
    terminal.begin("Año")
    terminal.done()
    assert output.getvalue().decode(encoding).startswith(shown)
