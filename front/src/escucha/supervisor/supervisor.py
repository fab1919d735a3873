"""The supervisor: a list of parts, in the order in which they need each other."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field

from escucha.problem import Problem
from escucha.supervisor.backoff import Backoff
from escucha.supervisor.part import Part
from escucha.supervisor.terminal import Terminal

_PATIENCE_S = 180.0
_CHORE_S = 60.0


@dataclass
class _Watched:
    part: Part
    started: float
    step: int
    """With which call it was started."""
    backoff: Backoff = field(default_factory=Backoff)
    due: float | None = None
    """When to start it again; None while it runs."""


class Supervisor:
    """Starts parts and keeps them running. `pause` is how it waits, and may end the waiting by raising."""

    def __init__(self, terminal: Terminal, pause: Callable[[float], None]) -> None:
        self._terminal = terminal
        self._pause = pause
        self._watched: list[_Watched] = []
        self._steps = 0

    def start(self, *parts: Part) -> None:
        """Start parts that need what was started before, not each other, and return when they are ready.

        Problem when one does not get there, or when a part that it builds on ends meanwhile.
        """
        self._steps += 1
        for part in parts:
            self._start(part)

    def watch(self, chore: Callable[[], None]) -> None:
        """Start again what dies, and do the chore once a minute, until `pause` raises."""
        due = time.monotonic()
        while True:
            if time.monotonic() >= due:
                chore()
                due += _CHORE_S
            self.tend()
            self._pause(0.5)

    def tend(self) -> None:
        """Start again what has died, as far as its time has come."""
        for watched in self._watched:
            self._look_after(watched)

    def stop(self) -> None:
        """Stop all parts, the last first; those that were started together are stopped together."""
        while self._watched:
            # Listed until they are gone: told to hurry in the middle of this, `kill` must find them too.
            last = [watched.part for watched in self._watched if watched.step == self._watched[-1].step]
            running = [part.name for part in reversed(last) if part.ended() is None]
            if running:
                self._terminal.begin(f"stopping {', '.join(running)}")
            with ThreadPoolExecutor(len(last)) as pool:
                list(pool.map(lambda part: part.stop(), last))
            if running:
                self._terminal.done("stopped")
            del self._watched[-len(last) :]

    def kill(self) -> None:
        """End all parts now."""
        for watched in reversed(self._watched):
            with suppress(OSError):
                watched.part.kill()

    def _start(self, part: Part) -> None:
        self._terminal.begin(part.name)
        # Listed first: what is half started when we are told to stop must be stopped too.
        self._watched.append(_Watched(part, time.monotonic(), self._steps))
        part.start()
        deadline = time.monotonic() + _PATIENCE_S
        while not part.ready():
            for watched in self._watched[:-1]:
                if how := watched.part.ended():
                    raise Problem(f"{watched.part.name} ended with {how} while {part.name} was starting")
            if time.monotonic() > deadline:
                raise Problem(f"{part.name} runs but is not ready after {_PATIENCE_S:.0f} s; see its log")
            self._pause(0.1)
        self._terminal.done()

    def _look_after(self, watched: _Watched) -> None:
        now = time.monotonic()
        if watched.due is not None and now >= watched.due:
            try:
                watched.part.start()
            except (Problem, OSError) as error:
                self._mourn(watched, f"can't be started: {error}", 0.0)
            else:
                watched.started, watched.due = time.monotonic(), None
        elif watched.due is None and (how := watched.part.ended()):
            self._mourn(watched, f"ended with {how}", now - watched.started)

    def _mourn(self, watched: _Watched, what: str, lived_s: float) -> None:
        watched.backoff = watched.backoff.after_death(lived_s)
        watched.due = time.monotonic() + watched.backoff.pause_s
        if watched.backoff.worth_a_line:
            habit = (
                "starting it again"
                if watched.backoff.deaths == 1
                else f"it keeps ending ({watched.backoff.deaths} times); trying on with longer pauses, see its log"
            )
            self._terminal.say(f"Escucha: {watched.part.name} {what}; {habit}")
