"""Talk within the house, over HTTP."""

from typing import Any

import httpx

# A server lets go of a connection that is idle for two seconds (gunicorn's `keepalive`), and what is sent at that very
# moment gets no answer. So we let go of it sooner.
IDLE_S = 1.0


def client(**options: Any) -> httpx.Client:
    """A client for our own services, which it asks directly: a proxy that the environment names need not know the way
    to them, and would hear what customers said."""
    return httpx.Client(
        transport=httpx.HTTPTransport(limits=httpx.Limits(keepalive_expiry=IDLE_S)), **options
    )
