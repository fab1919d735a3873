"""Why something was decided, in a short sentence of its reader's language.

What a rule names is quoted as the rule names it. English is what was kept with the decision, and what its events say.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from feedback_router.domain.money import spoken
from feedback_router.domain.reasons import Why
from shared.i18n import Texts

_TEXTS = Texts.of("feedback_router.reasons")
_STAFF = Texts.of("feedback_router.staff")
_EXECUTIVES = Texts.of("feedback_router.executives")
# Sentences without a fact: known again where only the sentence was kept.
_PLAIN = {text: key for key, text in _TEXTS.by_language["en"].items() if "{" not in text}


def plain(key: str) -> str:
    """A sentence without a fact, as it is kept, such as a note in an item's history."""
    return _TEXTS.by_language["en"][key]


def in_words(why: Why, language: str) -> str:
    """Such as: Rule "billing": the comment says "factura" and the NPS score was 2 of 10."""
    return _CODES[why["code"]](_Speaker(language), why)


def said_in(language: str, reason: str, why: Why | None) -> tuple[str, str]:
    """A kept reason in this language, if that can be said, else as it was kept; and the language that it is in."""
    if language != "en" and why:
        return in_words(why, language), language
    if language != "en" and reason in _PLAIN:
        return _TEXTS.say(language, _PLAIN[reason]), language
    return reason, "en"


def severity_in_words(reasons: Sequence[Mapping[str, Any]], language: str) -> str:
    """What happened, and the customer's words that show it; empty where nothing did."""
    say = _Speaker(language)
    return "; ".join(say.harm(reason["harm"], reason["words"]) for reason in reasons)


class _Speaker:
    """Says things in a language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, key: str, **values: Any) -> str:
        return _TEXTS.say(self.language, key, **values)

    def quoted(self, text: str) -> str:
        return self("quoted", text=text)

    def listed(self, items: Sequence[str]) -> str:
        """Such as: a, b and c. There must be one."""
        *front, last = items
        if not front:
            return last
        # In Spanish "y" gives way to "e" where the next word begins with its sound.
        sound = last.lstrip("«").lower().removeprefix("h")
        key = "listed_before_i" if sound.startswith("i") and not sound.startswith("ie") else "listed"
        return self(key, front=", ".join(front), last=last)

    def share(self, value: float) -> str:
        return self("share", n=f"{100 * value:.0f}")

    def ours(self, texts: Texts, key: str, name: str) -> str:
        """A name of ours, such as a topic's: in English it is the word itself."""
        return name if self.language == "en" else texts.by_language[self.language].get(key, name)

    def harm(self, harm: str, words: str) -> str:
        if harm == "other":
            return self("harm_other", words=self.quoted(words))
        what = _EXECUTIVES.say(self.language, f"harm_{harm}")
        return self("harm", what=what, words=self.quoted(words))


def _rule(say: _Speaker, why: Why) -> str:
    return say("rule", rule=say.quoted(why["rule"]), facts=say.listed(list(_facts(say, why))))


def _facts(say: _Speaker, why: Why) -> Iterator[str]:
    if why["phrases"]:
        yield say("phrases", phrases=say.listed([say.quoted(phrase) for phrase in why["phrases"]]))
    for place in why["places"]:
        name, value = place["name"], place["value"]
        shown = say.ours(_STAFF, f"kind_{value}", value) if name == "kind" else value
        yield say(f"place_{name}", value=say.quoted(shown))
    if why["topics"]:
        topics = [say.quoted(say.ours(_EXECUTIVES, f"topic_{topic}", topic)) for topic in why["topics"]]
        yield say("topics", topics=say.listed(topics))
    if why["severity"] is not None:
        yield say("severity", n=why["severity"])
    for score in why["scores"]:
        yield say("score", measure=score["measure"].upper(), value=score["value"], out_of=score["out_of"])


def _model(say: _Speaker, why: Why) -> str:
    key = {0: "model", 1: "model_once"}.get(why["alike"], "model_times")
    return " ".join([say(key, guess=_guess(say, why), n=why["alike"]), *_owns(say, why)])


def _unsure(say: _Speaker, why: Why) -> str:
    return " ".join([say("unsure", guess=_guess(say, why)), *_owns(say, why), say("triage")])


def _guess(say: _Speaker, why: Why) -> str:
    values = {"team": say.quoted(why["team"]), "share": say.share(why["confidence"])}
    if why["rival"] is None:
        return say("guess", **values)
    rival, share = say.quoted(why["rival"]), say.share(why["rival_confidence"])
    return say("guess_rather", rival=rival, rival_share=share, **values)


def _owns(say: _Speaker, why: Why) -> Iterator[str]:
    things = [say(f"owns_{thing['name']}", value=say.quoted(thing["value"])) for thing in why["owns"]]
    if things:
        yield say("owns", things=say.listed(things))


def _approved(say: _Speaker, why: Why) -> str:
    amount = spoken(why["amount"], why["currency"], say.language)
    return say("approved", rule=say.quoted(why["rule"]), amount=amount, action=why["action"])


def _held(say: _Speaker, why: Why) -> str:
    numbers = {"found": why["found"], "allowed": why["allowed"]}
    if why["limit"] in ("case", "customer_cap", "day_cap"):
        numbers = {name: spoken(number, why["currency"], say.language) for name, number in numbers.items()}
    attribute, days = say.quoted(why["attribute"]), why["customer_days"]
    limit = say(f"held_{why['limit']}", attribute=attribute, days=days, **numbers)
    return say("held", rule=say.quoted(why["rule"]), action=why["action"], limit=limit)


def _priority(say: _Speaker, why: Why) -> str:
    parts = [say("priority_severity", n=why["severity"], points=why["severity_points"])]
    if why["vulnerable_points"]:
        parts.append(say("priority_vulnerable", points=why["vulnerable_points"]))
    if why["others"]:
        parts.append(say("priority_others", n=why["others"], points=why["others_points"]))
    return say("priority", parts=", ".join(parts))


_CODES: dict[str, Callable[[_Speaker, Why], str]] = {
    "no_match": lambda say, _: say("no_match"),
    "no_rules": lambda say, _: say("no_rules"),
    "rule": _rule,
    "model": _model,
    "unsure": _unsure,
    "approved": _approved,
    "held": _held,
    "priority": _priority,
}
