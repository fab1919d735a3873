"""Learn which team a comment is for, from the teams' descriptions and from what people corrected.

A correction counts from the next comment on, in every process: each looks into the database, which is cheap, whether
there is something new. What was learnt is only ever a copy of what is kept there.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from threading import Lock

from psycopg import Connection

from feedback_router.domain.corrections import Correction
from feedback_router.domain.rules import RuleBook
from feedback_router.store import corrections, rules
from feedback_router.store.corrections import Mark
from feedback_router.text.pipeline import Pipeline
from feedback_router.text.routing.fitting import fitted
from feedback_router.text.routing.model import RouterModel, build
from feedback_router.text.routing.rows import Text

# From descriptions alone, decisions were right nine times in ten where the best of eight teams was so many times as
# likely as the others on average: a confidence of 0.45. Of two teams one always has half.
_UNTRAINED_ODDS = 5.7
# Fitting pays from so many corrections on, and again when there are a fifth more.
_FIRST_TRAINING = 30
_MORE = 1.2
_PRECISION = 0.9


@dataclass(frozen=True)
class Learnt:
    """A model with what it knows: of which database, the version of the rules, and up to where the corrections.

    Decisions are taken from `threshold` on; None when no confidence has proved to be enough.
    """

    database: str
    model: RouterModel
    rules_version: int
    mark: Mark
    threshold: float | None


Read = Callable[[], AbstractContextManager[Connection]]

# By database: a process serves one, save in tests.
_learnt: dict[str, Learnt] = {}
_lock = Lock()


def learnt(connection: Connection, book: RuleBook, pipeline: Pipeline) -> Learnt | None:
    """What is known now, None while there are no two teams to tell apart.

    What is new is learnt, without fitting. Call `keep_up` before the transaction: what it has learnt is known here.
    """
    with _lock:
        return _taken_in(_look(connection, book), pipeline)


def keep_up(read: Read, pipeline: Pipeline) -> Learnt | None:
    """Learn what is new, outside of any transaction: the first time in a process, and after each new version of the
    rules, a model must be built, which takes seconds."""
    with read() as connection:
        news = _look(connection, rules.in_force(connection).book)
    with _lock:
        # Somebody was faster: what they saw was no older, and what is newer still is learnt when it is needed.
        if _learnt.get(news.database) is not news.known:
            return _learnt.get(news.database)
        return _taken_in(news, pipeline)


def learn_routing(read: Read, pipeline: Pipeline) -> None:
    """Learn what is new and, when it has become enough, fit the model anew; outside of any transaction, since that
    takes seconds."""
    known = keep_up(read, pipeline)
    if known is None or len(known.model.corrections) < max(_FIRST_TRAINING, _MORE * known.model.trained_on):
        return
    model, threshold = fitted(known.model, _PRECISION)
    with _lock:
        # What others have learnt in the meantime is not put back: it is learnt again from the database.
        if _learnt.get(known.database) is known:
            _learnt[known.database] = replace(known, model=model, threshold=threshold)


@dataclass(frozen=True)
class _News:
    """What one look into the database has found: what was known before, and the corrections that it lacks.

    `anew` says that it is of no use any more, and that these are all.
    """

    database: str
    book: RuleBook
    mark: Mark
    known: Learnt | None
    anew: bool
    corrections: list[Correction]


def _look(connection: Connection, book: RuleBook) -> _News:
    name = _database(connection)
    mark, known = corrections.mark(connection), _learnt.get(name)
    anew = known is None or known.rules_version != book.version or _was_erased(connection, known.mark)
    seen = 0 if known is None or anew else known.mark.newest
    is_new = anew or (known is not None and known.mark != mark)
    return _News(name, book, mark, known, anew, corrections.after(connection, seen) if is_new else [])


def _taken_in(news: _News, pipeline: Pipeline) -> Learnt | None:
    """What is known with these news; the caller holds the lock."""
    book = news.book
    if sum(team.key != book.triage for team in book.teams) < 2:
        return None
    texts = _texts(news.corrections, book)
    if news.known is None or news.anew:
        model = build(list(_descriptions(book)), texts, pipeline.reader)
        others = len(model.teams) - 1
        threshold = _UNTRAINED_ODDS / (_UNTRAINED_ODDS + others)
        known = Learnt(news.database, model, book.version, news.mark, threshold)
    else:
        model = news.known.model
        for text in texts:
            model = model.corrected(text)
        known = (
            replace(news.known, model=model, mark=news.mark) if news.known.mark != news.mark else news.known
        )
    _learnt[news.database] = known
    return known


def _database(connection: Connection) -> str:
    """Which database this is, among those that a process may serve."""
    return f"{connection.info.host}:{connection.info.port}/{connection.info.dbname}"


def _was_erased(connection: Connection, mark: Mark) -> bool:
    """Whether something that was learnt must be forgotten."""
    return corrections.count_up_to(connection, mark.newest) != mark.count


def _descriptions(book: RuleBook) -> Iterator[Text]:
    """What each team says of itself, in every language, with its keywords; triage wants nothing."""
    for team in book.teams:
        if team.key == book.triage:
            continue
        for number, said in enumerate((team.description, *(more.text for more in team.descriptions))):
            yield Text(f"{team.key}:{number}", f"{team.name}. {said}", team.key)
        if team.keywords:
            yield Text(f"{team.key}:keywords", ", ".join(team.keywords), team.key)


def _texts(known: list[Correction], book: RuleBook) -> list[Text]:
    """The last word on each item, as far as its team is still there; triage is no answer to learn."""
    teams = {team.key for team in book.teams} - {book.triage}
    last = {correction.feedback_id: correction for correction in known}
    return [
        Text(str(correction.feedback_id), correction.text, correction.to_team)
        for correction in last.values()
        if correction.to_team in teams
    ]
