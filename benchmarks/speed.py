"""One way of understanding comments, alone in its process: prints texts a second and the peak memory in MB."""

import json
import sys
import time
from pathlib import Path

from feedback_router.domain.understanding import CommentText
from feedback_router.text import sentiment
from feedback_router.text.pipeline import load_pipeline

# As many as the event log brings at once (shared/follower.py).
BATCH = 500


def main(folder: Path, way: str) -> None:
    """Measure over 1,000 texts, after as many others to warm up."""
    lines = (folder / "eval" / "sentiment.jsonl").read_text("utf-8").splitlines()
    rows = sorted(map(json.loads, lines), key=lambda row: str(row["id"]))
    if way.endswith("English"):
        rows = [row for row in rows if row["lang"] == "en"]
    comments = [CommentText(row["text"], row["lang"]) for row in rows]
    warm, measured = comments[:1000], comments[1000:2000]
    if way.startswith("TextBlob"):
        from textblob import TextBlob  # noqa: PLC0415

        def run(texts: list[CommentText]) -> None:
            for text in texts:
                _ = TextBlob(text.text).sentiment.polarity

        sentiment.measure("good", "en")
    else:
        pipeline = load_pipeline(encoder="without" not in way)
        size = 1 if way == "one by one" else BATCH

        def run(texts: list[CommentText]) -> None:
            for first in range(0, len(texts), size):
                pipeline.analyse(texts[first : first + size])

    run(warm)
    started = time.process_time()
    run(measured)
    rate = len(measured) / (time.process_time() - started)
    print(rate, peak_memory())


def peak_memory() -> float:
    """In MB, of this process alone: what getrusage tells begins with its parent's."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
