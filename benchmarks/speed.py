"""One way of understanding and routing comments, alone in its process: prints texts a second that are understood, texts
a second that are understood and routed, and the peak memory in MB. TextBlob measures sentiment and does no more."""

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from feedback_router.domain.context import Context
from feedback_router.domain.ownership import ownership_of
from feedback_router.domain.routing import compile_rules
from feedback_router.domain.understanding import CommentText
from feedback_router.store.corrections import Mark
from feedback_router.text import sentiment
from feedback_router.text.pipeline import Analysis, Pipeline, load_pipeline
from feedback_router.text.routing.fitting import fitted
from feedback_router.text.routing.model import build
from feedback_router.text.routing.rows import Text
from feedback_router.use_cases.decide_teams import Undecided, decide_teams
from feedback_router.use_cases.learn_routing import Learnt
from feedback_router.use_cases.route_comments import in_context
from labelled import load
from shared.ids import derived_id
from shared.memory import keep_what_is_loaded
from teams import BOOK, TEAMS

# As many as the event log brings at once (shared/follower.py).
BATCH = 500
CONTEXT = Context("relationship", journey="join", stage="first_month", channel="web")

Batches = Sequence[Sequence[CommentText]]
# What measures batches: the seconds of processor time of understanding them, and of routing them.
Run = Callable[[Batches], tuple[float, float]]


def main(folder: Path, way: str) -> None:
    """Measure over 1,000 texts, after as many others to warm up."""
    rows = load(folder, "sentiment")
    if way.endswith("English"):
        rows = [row for row in rows if row["lang"] == "en"]
    comments = [CommentText(row["text"], row["lang"]) for row in rows[:2000]]
    size = 1 if way.startswith("one by one") else BATCH
    batches = [comments[first : first + size] for first in range(0, len(comments), size)]
    half = len(batches) // 2
    run = textblob() if way.startswith("TextBlob") else escucha(folder, encoder="without" not in way)
    keep_what_is_loaded()  # as workers do
    run(batches[:half])
    understanding, routing = run(batches[half:])
    print(1000 / understanding, 1000 / (understanding + routing), peak_memory())


def textblob() -> Run:
    """TextBlob's sentiment, its word list loaded."""
    from textblob import TextBlob  # noqa: PLC0415

    sentiment.measure("good", "en")

    def run(batches: Batches) -> tuple[float, float]:
        started = time.process_time()
        for batch in batches:
            for comment in batch:
                _ = TextBlob(comment.text).sentiment.polarity
        return time.process_time() - started, 0.0

    return run


def escucha(folder: Path, *, encoder: bool) -> Run:
    """All that is understood, and who takes it: by rules, by what descriptions and 144 corrections of eight teams have
    taught, or triage."""
    pipeline = load_pipeline(encoder=encoder)
    learnt = taught(folder, pipeline)
    compiled, owned = compile_rules(BOOK), ownership_of(BOOK)

    def route(analysis: Analysis) -> None:
        undecided = [
            Undecided(understood.masked_text, read, in_context(CONTEXT, understood))
            for understood, read in zip(analysis.understandings, analysis.texts, strict=True)
        ]
        decide_teams(undecided, compiled, owned, learnt)

    def run(batches: Batches) -> tuple[float, float]:
        understanding = routing = 0.0
        for batch in batches:
            started = time.process_time()
            analysis = pipeline.analyse(batch)
            understood = time.process_time()
            route(analysis)
            understanding += understood - started
            routing += time.process_time() - understood
        return understanding, routing

    return run


def taught(folder: Path, pipeline: Pipeline) -> Learnt:
    """What the router has learnt, as its worker would have."""
    descriptions = [
        Text(f"{team}:{number}", said, team)
        for team, texts in TEAMS.items()
        for number, said in enumerate(texts)
    ]
    corrections = [
        Text(str(derived_id("correction", row["id"])), row["text"], row["label"])
        for row in load(folder, "voc_tri")
    ]
    model, threshold = fitted(build(descriptions, corrections, pipeline.reader))
    return Learnt("", model, BOOK.version, Mark(len(corrections), len(corrections)), threshold)


def peak_memory() -> float:
    """In MB, of this process alone: what getrusage tells begins with its parent's."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
