"""JSON logs on standard output, one line a thing that happened, with the request id that caused it."""

import logging
import sys
from contextlib import suppress

import structlog


def write(line: str) -> None:
    """One line on standard output. A disk that has no room for it is no reason to end the work that it tells of."""
    with suppress(OSError):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


class _Lines:
    """What structlog writes with."""

    def msg(self, line: str) -> None:
        """Write a line, whatever its level."""
        write(line)

    debug = info = warning = error = critical = msg


def configure(service: str) -> None:
    """Send structlog and the standard library's loggers to standard output as JSON lines."""
    shared_steps: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*shared_steps, structlog.processors.JSONRenderer()],
        logger_factory=lambda *_: _Lines(),
        cache_logger_on_first_use=False,
    )
    structlog.contextvars.bind_contextvars(service=service)
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared_steps, processor=structlog.processors.JSONRenderer()
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
