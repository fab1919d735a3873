"""How well comments are understood and routed, beside TextBlob and the majority class, and how fast.

    python benchmarks/evaluate.py [DATA_FOLDER]

Nothing is measured on what it was trained on: shipped weights saw only the training part of the sources that may train
them (`feedback_router.training.examples.held_out`); what is fitted here is fitted on one part and measured on another,
and not kept. Of each source at most 1,500 texts are measured, those with the lowest ids.
"""

import os
import statistics
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, roc_auc_score

import emerging
import themes
from feedback_router.domain.understanding import CommentText, Understanding
from feedback_router.text import encoder, heads, language, personal_data, sentiment
from feedback_router.text.pipeline import Pipeline, load_pipeline
from feedback_router.text.reading import Reading, read
from feedback_router.text.routing.fitting import fitted, retrained, trained
from feedback_router.text.routing.model import RouterModel, build
from feedback_router.text.routing.rows import Reader, Rows, Text
from feedback_router.training.examples import SENTIMENT_SOURCES, held_out
from labelled import Row, load
from teams import TEAMS

AT_MOST = 1500
FOLDS = 5
CURVE = (0, 1, 5, 10, 50)
NAMES = {"neg": "negative", "neu": "neutral", "pos": "positive"}
KINDS = {
    "PERSON": "name",
    "PHONE": "phone",
    "EMAIL": "email",
    "CARD": "card",
    "IBAN": "iban",
    "NATIONAL_ID": "national_id",
    "ADDRESS": "address",
    "IP": "ip",
}


def main() -> None:
    """Print every table, or say what is missing."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data")
    if not (folder / "eval").is_dir():
        print(f"The labelled sets are not here, so there is nothing to measure on: {folder / 'eval'}")
        return
    full, plain = load_pipeline(), load_pipeline(encoder=False)
    print(f"weights {full.version}")
    of_language(folder)
    of_sentiment(folder, full, plain)
    of_kind(folder, full, plain)
    of_severity(folder, full, plain)
    of_personal_data(folder)
    of_routing(folder)
    of_near_duplicates(folder)
    of_themes(folder)
    emerging.main(100)
    of_speed(folder)


def of_language(folder: Path) -> None:
    """Accuracy and macro-F1 over short texts."""
    title(
        "Language",
        "accuracy",
        "macro-F1",
        "right hint: accuracy",
        "macro-F1",
        "majority class",
        "its macro-F1",
    )
    rows = load(folder, "lid")
    for longest in (60, 25):
        short = [row for row in rows if len(row["text"]) <= longest]
        wanted = [row["label"] for row in short]
        told = [
            [str(found.language) for found in language.detect_all(asked)]
            for asked in (
                [(row["text"], None) for row in short],
                [(row["text"], row["label"]) for row in short],
            )
        ]
        measured = [value for found in (*told, most_frequent(wanted)) for value in judged(wanted, found)]
        line(f"up to {longest} characters ({len(short)})", *measured)


def of_sentiment(folder: Path, full: Pipeline, plain: Pipeline) -> None:
    """Two classes: macro-F1 without the neutral; three classes: accuracy and macro-F1."""
    by_language: defaultdict[str, list[Row]] = defaultdict(list)
    for source, rows in by_source(load(folder, "sentiment")).items():
        measured = [row for row in rows if source[0] not in SENTIMENT_SOURCES or held_out(row)]
        by_language[source[1]] += measured[:AT_MOST]
    title("Sentiment", "two classes F1", "three: accuracy", "three: F1")
    for code, rows in sorted(by_language.items()):
        wanted = np.array([NAMES[row["label"]] for row in rows])
        texts = [row["text"] for row in rows]
        for name, pipeline in (("Escucha", full), ("without the encoder", plain)):
            understood = understand(pipeline, rows)
            scores = np.array([item.sentiment_score or 0.0 for item in understood])
            labels = np.array([str(item.sentiment) for item in understood])
            line(f"{code} {name} ({len(rows)})", *sentiment_measures(wanted, scores, labels))
        blob = sentiment.measure_all((text, "en") for text in texts)
        scores = np.array([item.polarity if item else 0.0 for item in blob])
        labels = np.array([item.label if item else "neutral" for item in blob])
        line(f"{code} TextBlob", *sentiment_measures(wanted, scores, labels))
        most = max(set(wanted), key=list(wanted).count)
        line(
            f"{code} majority class",
            *sentiment_measures(wanted, np.ones(len(rows)), np.full(len(rows), most)),
        )


def sentiment_measures(
    wanted: NDArray[np.str_], scores: NDArray[np.float64], labels: NDArray[np.str_]
) -> tuple[float, float, float]:
    """Two-class macro-F1 (zero is the better side, as suits TextBlob), three-class accuracy and macro-F1."""
    two = wanted != "neutral"
    sides = np.where(scores >= 0, "positive", "negative")
    return (
        100 * f1_score(wanted[two], sides[two], labels=["negative", "positive"], average="macro"),
        percent(wanted == labels),
        100 * f1_score(wanted, labels, average="macro", zero_division=0),
    )


def of_kind(folder: Path, full: Pipeline, plain: Pipeline) -> None:
    """What the shipped weights know, beside TextBlob, and what the same model learns of a labelled source (five
    folds)."""
    title("Kind", "accuracy", "macro-F1", "F1 of the kind")
    own = [row for row in load(folder, "voc_tri") if held_out(row)]
    intents = [str(row["intent"]) for row in own]
    for name, told in (
        ("Escucha", [str(item.kind) for item in understand(full, own)]),
        ("without the encoder", [str(item.kind) for item in understand(plain, own)]),
        ("majority class", most_frequent(intents)),
    ):
        line(f"four kinds, three languages ({len(own)}): {name}", *judged(intents, told))
    for source, kind in (("intent_complaint", "complaint"), ("intent_suggestion", "suggestion")):
        rows = load(folder, source)[: 2 * AT_MOST]
        wanted = [row["label"] == kind for row in rows]
        ways = {
            "Escucha": [item.kind == kind for item in understand(full, rows)],
            "without the encoder": [item.kind == kind for item in understand(plain, rows)],
            "everything is one": [True] * len(rows),
            "nothing is one": [False] * len(rows),
            "same model, trained on the source": cross_fitted(rows, np.array(wanted)).tolist(),
        }
        if kind == "complaint":
            blob = sentiment.measure_all((row["text"], "en") for row in rows)
            ways["TextBlob, all below zero are"] = [item is not None and item.polarity < 0 for item in blob]
        for name, told_so in ways.items():
            own_f1 = 100 * f1_score(wanted, told_so, zero_division=0)
            line(f"{kind} or not, English ({len(rows)}): {name}", *judged(wanted, told_so), own_f1)


def cross_fitted(rows: Sequence[Row], wanted: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """What our features say with a linear model of the source's own, each fifth decided by the other four."""
    matrix = features(reading_of(rows))
    fold = np.array([int(row["id"][-6:], 16) % FOLDS for row in rows])
    shares = np.zeros(len(rows))
    thresholds = np.zeros(len(rows))
    for part in range(FOLDS):
        inside = np.flatnonzero(fold != part)
        model = LogisticRegression(C=5, max_iter=200).fit(matrix[inside], wanted[inside])
        shares[fold == part] = model.predict_proba(matrix[fold == part])[:, 1]
        # Regularized models of rare classes say yes too seldom at one half.
        thresholds[fold == part] = 0.35
    return np.asarray(shares >= thresholds)


def of_severity(folder: Path, full: Pipeline, plain: Pipeline) -> None:
    """Whether severe answers come first and are called so, and the levels of our own complaints."""
    rows = [row for row in load(folder, "severity_fft") if held_out(row)]
    title(
        f"Severity, held-out answers to hospitals ({len(rows)})",
        "in top 20 %",
        "AUROC x 100",
        "accuracy",
        "macro-F1",
    )
    severe = np.array([row["score"] <= -3 for row in rows])
    for name, pipeline in (("Escucha", full), ("without the encoder", plain)):
        understood = understand(pipeline, rows)
        scores = np.array([item.severity_score for item in understood])
        # What these hospitals call severe begins at our level 2.
        line(name, *ranking(severe, scores), *judged(severe, [item.severity >= 2 for item in understood]))
    blob = sentiment.measure_all((row["text"], "en") for row in rows)
    polarity = np.array([item.polarity if item else 0.0 for item in blob])
    line("TextBlob, lowest polarity first", *ranking(severe, -polarity), *judged(severe, polarity < 0))
    line("chance; majority class", 20.0, 50.0, *judged(severe, np.zeros(len(rows), bool)))
    own = [row for row in load(folder, "voc_tri") if held_out(row) and row["intent"] == "complaint"]
    steps = {"low": 1, "medium": 2, "high": 3, "critical": 4}
    wanted = [steps[row["severity"]] for row in own]
    title(f"Level of complaints in three languages ({len(own)})", "accuracy", "macro-F1", "within one")
    for name, levels in (
        ("Escucha", [int(item.severity) for item in understand(full, own)]),
        ("without the encoder", [int(item.severity) for item in understand(plain, own)]),
        ("majority class", most_frequent(wanted)),
    ):
        near = percent(abs(level - step) <= 1 for level, step in zip(levels, wanted, strict=True))
        line(name, *judged(wanted, levels), near)


def ranking(severe: NDArray[np.bool_], scores: NDArray[np.float64]) -> tuple[float, float]:
    """The share of severe rows among the fifth with the highest scores, and the area under the ROC curve, in %."""
    first = np.argsort(-scores, kind="stable")[: len(scores) // 5]
    return 100 * severe[first].sum() / severe.sum(), 100 * roc_auc_score(severe, scores)


def of_personal_data(folder: Path) -> None:
    """Exact spans, and the share of personal characters that are covered."""
    title("Personal data (synthetic)", "recall", "precision", "characters covered")
    wanted: Counter[str] = Counter()
    found: Counter[str] = Counter()
    hits: Counter[str] = Counter()
    covered: Counter[str] = Counter()
    personal: Counter[str] = Counter()
    for row in load(folder, "pii"):
        spans = personal_data.find(row["text"], row["lang"])
        for span in spans:
            found[span.kind] += 1
        exact = {(span.kind, span.start, span.end) for span in spans}
        hidden = {place for span in spans for place in range(span.start, span.end)}
        for label in row["label"]:
            kind = KINDS[label["type"]]
            wanted[kind] += 1
            hits[kind] += (kind, label["start"], label["end"]) in exact
            covered[kind] += len(hidden & set(range(label["start"], label["end"])))
            personal[kind] += label["end"] - label["start"]
    structured = ("email", "phone", "card", "iban", "national_id", "ip")
    for name, kinds in (("structured kinds together", structured), *((kind, (kind,)) for kind in wanted)):
        hit, want, told, cover, all_ = (
            sum(count[kind] for kind in kinds) for count in (hits, wanted, found, covered, personal)
        )
        line(f"{name} ({want})", 100 * hit / want, 100 * hit / max(told, 1), 100 * cover / all_)


def of_routing(folder: Path) -> None:
    """From descriptions alone, by labels a class, and how far confidence can be trusted."""
    reader = load_pipeline().reader
    voices = load(folder, "voc_tri")
    title("Routing our own sentences to eight teams", "accuracy", "macro-F1")
    for name, descriptions in (
        ("no labels, English descriptions", [Text(team, said[0], team) for team, said in TEAMS.items()]),
        ("no labels, descriptions in three languages", every_description()),
    ):
        model = build(descriptions, [], reader)
        line(name, *judged([row["label"] for row in voices], choices(model, voices)))
    for name, known in (("", reader), (" without the encoder", load_pipeline(encoder=False).reader)):
        line(f"descriptions and five labels a team and language{name}", *few_labels(voices, known))
    line("majority class", *judged(labels := [row["label"] for row in voices], most_frequent(labels)))

    title("Learning curve: accuracy by labels a class, %", *map(str, CURVE), "all")
    banking = load(folder, "route_banking77")
    line("banking77, names as descriptions", *curve(banking, reader))
    title(
        "Automatic routing, trained on four fifths",
        "accuracy",
        "macro-F1",
        "top three",
        "ECE x 100",
        "share at 90 %",
        "precision there",
    )
    for source in ("airline", "cfpb", "fft"):
        line(source, *automatic(load(folder, f"route_{source}"), reader))


def of_near_duplicates(folder: Path) -> None:
    """Texts beside themselves with a slip or two, among all others of the set."""
    title("Near-duplicates", "recall", "precision", "F1")
    for name, rows in (
        ("banking77", load(folder, "route_banking77")[:700]),
        ("voc_tri", load(folder, "voc_tri")),
    ):
        line(f"{name} ({len(rows)})", *themes.duplicates(rows))


def of_themes(folder: Path) -> None:
    """What is gathered as comments come in, and all at once."""
    title("Themes", "NMI x 100", "in a theme", "themes", "all at once: NMI x 100", "in a theme", "themes")
    for name in ("route_banking77", "voc_tri", "route_hint3_curekart"):
        rows = load(folder, name)[:AT_MOST]
        labels = [row["label"] for row in rows]
        for way, encoded in (("", True), (" without the encoder", False)):
            vectors, space = themes.vectors([row["text"] for row in rows], encoded=encoded)
            found = [
                themes.quality(labels, themes.themes(vectors, space, batch)) for batch in (200, len(rows))
            ]
            line(f"{name}{way} ({len(rows)})", *found[0], *found[1])


def every_description() -> list[Text]:
    """The descriptions in three languages."""
    return [
        Text(f"{team} {number}", said, team)
        for team, texts in TEAMS.items()
        for number, said in enumerate(texts)
    ]


def few_labels(rows: list[Row], reader: Reader) -> tuple[float, float]:
    """Each team has six sentences in three languages: each is measured by a model that knows the descriptions and the
    other five."""
    told: dict[str, str] = {}
    own = sorted(rows, key=lambda row: (row["label"], int(row["gid"])))
    part = {row["id"]: number // len(language.SERVED) % 6 for number, row in enumerate(own)}
    for left_out in range(6):
        # In the order of the sentences, so that calibration keeps each with its translations.
        taught = [Text(row["id"], row["text"], row["label"]) for row in own if part[row["id"]] != left_out]
        model = retrained(build(every_description(), taught, reader))
        measured = [row for row in own if part[row["id"]] == left_out]
        told |= dict(zip((row["id"] for row in measured), choices(model, measured), strict=True))
    return judged([row["label"] for row in rows], [told[row["id"]] for row in rows])


def curve(rows: list[Row], reader: Reader) -> list[float]:
    """Accuracy on the held-out part by labels a class, the classes' names being their descriptions."""
    measured = [row for row in rows if held_out(row)][:AT_MOST]
    taught = [row for row in rows if not held_out(row)]
    names = sorted({row["label"] for row in rows})
    descriptions = [Text(name, name.replace("_", " "), name) for name in names]
    empty = build(descriptions, [], reader)
    asked = empty.rows([row["text"] for row in measured])
    found = []
    for count in (*CURVE, len(taught)):
        seen: dict[str, int] = defaultdict(int)
        corrections = []
        for row in taught:
            seen[row["label"]] += 1
            if seen[row["label"]] <= count:
                corrections.append(Text(row["id"], row["text"], row["label"]))
        model = build(descriptions, corrections, reader)
        if corrections:
            model = trained(model)
        found.append(accuracy(model, asked, measured))
    return found


def automatic(rows: list[Row], reader: Reader) -> list[float]:
    """Accuracy, top three, calibration error, and what is routed with the threshold that training chose."""
    taught = [row for row in rows if not held_out(row)]
    measured = [row for row in rows if held_out(row)]
    descriptions = [
        Text(name, name.replace("_", " "), name) for name in sorted({row["label"] for row in rows})
    ]
    corrections = [Text(row["id"], row["text"], row["label"]) for row in taught]
    model, threshold = fitted(build(descriptions, corrections, reader))
    shares = model.probabilities(model.rows([row["text"] for row in measured]))
    wanted = np.array([model.teams.index(row["label"]) for row in measured])
    right = shares.argmax(axis=1) == wanted
    top = np.argsort(-shares, axis=1)[:, :3]
    taken = shares.max(axis=1) >= (2.0 if threshold is None else threshold)
    return [
        *judged(wanted, shares.argmax(axis=1)),
        percent((top == wanted[:, None]).any(axis=1)),
        100 * calibration_error(shares.max(axis=1), right),
        percent(taken),
        percent(right[taken]) if taken.any() else 0.0,
    ]


def calibration_error(confidence: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """Expected calibration error in ten bins of equal width."""
    bins = np.minimum((confidence * 10).astype(int), 9)
    return float(
        sum(abs(right[bins == b].sum() - confidence[bins == b].sum()) for b in range(10)) / len(right)
    )


def accuracy(model: RouterModel, asked: Rows, rows: Sequence[Row]) -> float:
    """The share of rows that come to the right team."""
    best = model.probabilities(asked).argmax(axis=1)
    return percent(model.teams[team] == row["label"] for team, row in zip(best, rows, strict=True))


def choices(model: RouterModel, rows: Sequence[Row]) -> list[str]:
    """The team of each row."""
    best = model.probabilities(model.rows([row["text"] for row in rows])).argmax(axis=1)
    return [model.teams[team] for team in best]


def of_speed(folder: Path) -> None:
    """Texts a second on one thread and the memory of the process, each in a process of its own; medians of three."""
    title("Speed on one thread, English and all languages", "understood/s", "and routed/s", "memory, MB")
    for name in (
        "batches",
        "one by one",
        "batches without encoder",
        "one by one without encoder",
        "batches without encoder, English",
        "TextBlob, English",
    ):
        runs = [measured_alone(folder, name) for _ in range(3)]
        line(name, *map(statistics.median, zip(*runs, strict=True)))


def measured_alone(folder: Path, name: str) -> list[float]:
    """Rates of understanding alone and with routing, and peak memory of one way, in a fresh process."""
    alone = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    script = Path(__file__).parent / "speed.py"
    said = subprocess.run(
        [sys.executable, str(script), str(folder), name],
        env=alone,
        capture_output=True,
        text=True,
        check=True,
    )
    return list(map(float, said.stdout.split()))


def by_source(rows: Iterable[Row]) -> dict[tuple[str, str], list[Row]]:
    """Rows by source and language."""
    found: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        found[(row["source"], row["lang"])].append(row)
    return found


def understand(pipeline: Pipeline, rows: Sequence[Row]) -> list[Understanding]:
    """The rows understood, with their language as the survey's."""
    return pipeline.understand([CommentText(row["text"], row["lang"]) for row in rows])


def reading_of(rows: Sequence[Row]) -> Reading:
    """The rows as the models read them."""
    known = encoder.load()
    idf = heads.load(with_encoder=known is not None).idf
    return read([row["text"] for row in rows], [row["lang"] for row in rows], idf, known)


def features(reading: Reading) -> csr_matrix:
    """All that is not tone, side by side."""
    blocks = [reading.ngrams.matrix(), csr_matrix(reading.facts)]
    if reading.vectors is not None:
        blocks.append(csr_matrix(reading.vectors * heads.VECTOR_SCALE))
    return hstack(blocks, format="csr")


def percent(right: Iterable[Any]) -> float:
    """The share of what holds, in %."""
    held = list(right)
    return 100 * sum(map(bool, held)) / max(len(held), 1)


def judged(wanted: Sequence[Any] | NDArray[Any], told: Sequence[Any] | NDArray[Any]) -> tuple[float, float]:
    """Accuracy, and macro-F1 over the classes that are wanted, in %."""
    right = percent(np.asarray(told) == np.asarray(wanted))
    classes = sorted(set(wanted))
    return right, 100 * f1_score(wanted, told, labels=classes, average="macro", zero_division=0)


def most_frequent(wanted: Sequence[Any]) -> list[Any]:
    """The most frequent class, for each."""
    return [max(sorted(set(wanted)), key=wanted.count)] * len(wanted)


def title(name: str, *columns: str) -> None:
    """The head of a table."""
    print(f"\n| {name} | {' | '.join(columns)} |\n|---|{'--:|' * len(columns)}")


def line(name: str, *values: float) -> None:
    """A row of it."""
    print(f"| {name} | {' | '.join(f'{value:.1f}' for value in values)} |", flush=True)


if __name__ == "__main__":
    main()
