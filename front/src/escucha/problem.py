"""What the person at the terminal is told instead of a traceback."""


class Problem(Exception):
    """Something outside the program is in the way. The message is one line and says what to do about it.

    `detail` holds more lines to show below it, such as the end of a log.
    """

    def __init__(self, message: str, detail: str = "") -> None:
        super().__init__(message)
        self.detail = detail


def first_line(error: Exception) -> str:
    """What a driver says in many lines, in one; its kind where it says nothing."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[0] if lines else type(error).__name__
