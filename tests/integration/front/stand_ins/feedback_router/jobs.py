"""Nothing to do."""

PERIODIC: dict[tuple[str, ...], int] = {}
