"""How gunicorn serves the house: read by gunicorn itself. The address comes on its command line."""

from pathlib import Path
from typing import Any

from prometheus_client.multiprocess import mark_process_dead

from shared.memory import keep_what_is_loaded

worker_class = "gthread"
workers = 2
threads = 8
graceful_timeout = 10
accesslog = None  # the services log their requests themselves, without customers' tokens
control_socket_disable = True  # it would lie in the home folder, and not every account has one
# The sign of life is a file that is touched every second; on a slow disk that can stall.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108


def post_worker_init(worker: Any) -> None:  # noqa: ARG001  gunicorn's hook
    """The app is loaded, and no request has come yet."""
    keep_what_is_loaded()


def child_exit(server: Any, worker: Any) -> None:  # noqa: ARG001  gunicorn's hook
    """Take the figures of a worker that has gone out of the sums of those that live."""
    mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
