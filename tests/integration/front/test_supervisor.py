"""The supervisor with real processes: order, restarts, ends."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from escucha import process
from escucha.problem import Problem
from escucha.supervisor import logs
from escucha.supervisor.program import Program, end_leftovers
from escucha.supervisor.signals import StopAskedError
from escucha.supervisor.supervisor import Supervisor
from escucha.supervisor.terminal import Terminal
from integration.front.waiting import wait_until

KEEPER = Path(__file__).with_name("keeper.py")


class Scene:
    """A folder with programs that write into a diary when they begin and end."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.diary = folder / "diary"
        self.diary.touch()
        self.done: Callable[[], object] = lambda: False
        self.supervisor = Supervisor(Terminal(), self.pause)

    def pause(self, seconds: float) -> None:
        select_nothing = min(seconds, 0.02)
        subprocess.run(["sleep", str(select_nothing)], check=True)
        if self.done():
            raise StopAskedError

    def program(self, name: str, script: str = "", *, ready: Callable[[], bool] | None = None) -> Program:
        script = script or (
            f'trap "echo {name} ends >> diary; exit" TERM; echo {name} begins >> diary; '
            "while :; do sleep 0.05; done"
        )
        return Program(
            name,
            ["/bin/sh", "-c", f"cd {self.folder}; {script}"],
            env=dict(os.environ),
            log=self.folder / f"{name}.log",
            house=self.folder,
            ready=ready or (lambda: f"{name} begins" in self.diary.read_text()),
        )


@pytest.fixture
def scene(folder: Path) -> Scene:
    return Scene(folder)


def test_parts_start_in_order_each_when_the_one_before_is_ready_and_stop_in_reverse(scene: Scene) -> None:
    for name in ("alice", "bob", "charlie"):
        scene.supervisor.start(scene.program(name))
    scene.supervisor.stop()
    assert scene.diary.read_text().splitlines() == [
        *("alice begins", "bob begins", "charlie begins"),
        *("charlie ends", "bob ends", "alice ends"),
    ]


def test_parts_that_were_started_together_are_stopped_together_before_what_they_need(scene: Scene) -> None:
    def waiting_for(other: str, name: str) -> Program:
        """Ends when the other has been told to end too."""
        heard = f'until grep -q "{other} heard" diary; do sleep 0.05; done'
        return scene.program(
            name,
            f"trap '{{ echo {name} heard; {heard}; echo {name} ends; }} >> diary; exit' TERM; "
            f"echo {name} begins >> diary; while :; do sleep 0.05; done",
        )

    scene.supervisor.start(scene.program("alice"))
    scene.supervisor.start(waiting_for("charlie", "bob"), waiting_for("bob", "charlie"))
    scene.supervisor.stop()
    ends = [line for line in scene.diary.read_text().splitlines() if line.endswith("ends")]
    assert sorted(ends[:2]) == ["bob ends", "charlie ends"]
    assert ends[2:] == ["alice ends"]


def test_parts_that_will_not_stop_together_are_killed_by_who_cannot_wait(scene: Scene) -> None:
    stubborn = "trap 'echo {0} heard >> diary' TERM; echo {0} begins >> diary; while :; do sleep 0.05; done"
    parts = [scene.program(name, stubborn.format(name)) for name in ("alice", "bob")]
    scene.supervisor.start(*parts)
    pids = [part.pid or 0 for part in parts]

    def cannot_wait() -> None:
        wait_until(lambda: scene.diary.read_text().count("heard") == 2)
        scene.supervisor.kill()

    impatient = threading.Thread(target=cannot_wait)
    impatient.start()
    scene.supervisor.stop()
    impatient.join()
    assert [how for part in parts if (how := part.ended())] == ["signal SIGKILL"] * 2
    assert not any(pid for leader in pids for pid in process.in_session(leader))


def test_a_part_that_will_not_stop_is_killed_by_who_cannot_wait(scene: Scene) -> None:
    stubborn = 'trap "echo heard >> diary" TERM; echo alice begins >> diary; while :; do sleep 0.05; done'
    part = scene.program("alice", stubborn)
    scene.supervisor.start(part)
    gone = threading.Event()

    def cannot_wait() -> None:
        wait_until(lambda: "heard" in scene.diary.read_text())
        scene.supervisor.kill()
        wait_until(lambda: not [*process.in_session(part.pid or 0)], patience=5.0)
        gone.set()

    impatient = threading.Thread(target=cannot_wait)
    impatient.start()
    scene.supervisor.stop()
    impatient.join()
    assert gone.is_set()


def test_a_part_that_dies_is_started_again_and_people_are_told(
    scene: Scene, capsys: pytest.CaptureFixture[str]
) -> None:
    part = scene.program("alice")
    scene.supervisor.start(part)
    first = part.pid
    assert first
    os.kill(first, signal.SIGKILL)
    scene.done = lambda: part.pid != first and scene.diary.read_text().count("alice begins") == 2
    with pytest.raises(StopAskedError):
        scene.supervisor.watch(chore=lambda: None)
    scene.supervisor.stop()
    assert "Escucha: alice ended with signal SIGKILL; starting it again\n" in capsys.readouterr().out


def test_a_part_that_keeps_dying_is_said_so_once_and_tried_on(
    scene: Scene, capsys: pytest.CaptureFixture[str]
) -> None:
    scene.supervisor.start(scene.program("bob", "echo try >> tries; sleep 0.5; exit 3", ready=lambda: True))
    scene.done = lambda: (scene.folder / "tries").read_text().count("try") == 5
    with pytest.raises(StopAskedError):
        scene.supervisor.watch(chore=lambda: None)
    scene.supervisor.stop()
    said = [line for line in capsys.readouterr().out.splitlines() if "bob ended" in line]
    assert len(said) == 2
    assert "keeps ending (4 times)" in said[1]


def test_what_a_dead_part_had_started_is_ended_before_it_starts_again(scene: Scene) -> None:
    part = scene.program("alice", "sleep 1000 & echo $! > helper; echo alice begins >> diary; wait")
    scene.supervisor.start(part)
    helper = int((scene.folder / "helper").read_text())
    assert part.pid
    os.kill(part.pid, signal.SIGKILL)
    wait_until(part.ended)
    assert process.command_line(helper)
    part.start()
    wait_until(lambda: not process.command_line(helper))
    scene.supervisor.stop()


def test_a_part_that_ends_instead_of_starting_is_quoted(scene: Scene) -> None:
    with pytest.raises(Problem, match=r"bob ended with exit code 3.*bob\.log") as caught:
        scene.supervisor.start(scene.program("bob", "echo no luck today; exit 3"))
    scene.supervisor.stop()
    assert caught.value.detail == "no luck today"


def test_a_part_that_dies_while_the_next_one_starts_ends_the_start(scene: Scene) -> None:
    first = scene.program("alice")
    scene.supervisor.start(first)
    assert first.pid
    os.kill(first.pid, signal.SIGKILL)
    with pytest.raises(Problem, match="alice ended with signal SIGKILL while bob was starting"):
        scene.supervisor.start(scene.program("bob", ready=lambda: False))
    scene.supervisor.stop()


def test_the_parts_of_a_killed_supervisor_end(scene: Scene) -> None:
    with subprocess.Popen([sys.executable, KEEPER, scene.folder], stdout=subprocess.PIPE) as keeper:
        assert keeper.stdout
        pid = int(keeper.stdout.readline())
        assert process.command_line(pid)
        keeper.kill()
        keeper.wait()
        wait_until(lambda: not process.command_line(pid))


def test_what_a_killed_run_left_is_ended_and_other_houses_are_left_alone(scene: Scene) -> None:
    def left_in(house: Path) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(["sleep", "1000"], env={"ESCUCHA_PART_OF": str(house)})

    with left_in(scene.folder) as ours, left_in(scene.folder / "other") as other:
        wait_until(lambda: list(process.marked("ESCUCHA_PART_OF", str(scene.folder))) == [ours.pid])
        assert end_leftovers(scene.folder) == 1
        assert ours.wait() == -signal.SIGTERM
        assert other.poll() is None
        other.kill()


def test_a_log_that_has_grown_large_is_put_aside_while_its_part_writes_on(folder: Path) -> None:
    large, small = folder / "large.log", folder / "small.log"
    small.write_text("a line\n")
    with large.open("ab") as part:
        part.write(b"x" * (21 * 1024 * 1024))
        part.flush()
        logs.trim(folder)
        part.write(b"the next line\n")
    assert large.read_bytes() == b"the next line\n"
    assert (folder / "large.log.1").stat().st_size == 21 * 1024 * 1024
    assert small.read_text() == "a line\n"


def test_a_large_log_is_emptied_where_the_disk_has_no_room_for_a_copy(folder: Path) -> None:
    large, aside = folder / "large.log", folder / "large.log.1"
    large.write_bytes(b"x" * (21 * 1024 * 1024))
    aside.symlink_to("/dev/full")
    logs.trim(folder)
    assert large.read_bytes() == b""
    assert not aside.is_symlink()
