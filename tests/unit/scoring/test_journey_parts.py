"""Parts of selections that are all shown give no hidden part away: whoever asks every question solves for nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.domain.estimates import SMALLEST_SHOWN
from scoring.domain.journey_parts import hidden_parts, hidden_ways
from scoring.domain.journey_selections import CaseSelection, CaseSizes, Place, protected
from scoring.domain.suppression import Cell
from scoring.domain.variants import Variant, edges
from unit.scoring.test_suppression import reduced, rest

CHANNELS, SEGMENTS = ("web", "phone", "shop"), ("gold", "lead")
EXITS: list[Cell] = [("moved",), ("price",), ("other",)]
WAYS: list[Cell] = [
    (("inform", "buy"),),
    (("inform", "call", "buy"),),
    (("call", "inform", "buy", "call"),),
    (("inform", "inform"),),
    (("call",),),
]
STEPS = ("inform", "call", "buy", None)
EDGES: list[Cell] = list(product(STEPS, STEPS))
COUNTS = st.sampled_from([0, 0, 1, 2, 3, 5, 8, 20])

# How many cases of each channel and segment each part has.
Company = Mapping[tuple[str, str], Mapping[Cell, int]]
Rule = Callable[[CaseSelection, Mapping[Place, Mapping[Cell, int]]], set[Cell]]


def companies(parts: Sequence[Cell]) -> st.SearchStrategy[Company]:
    of_place = st.fixed_dictionaries(dict.fromkeys(parts, COUNTS))
    return st.fixed_dictionaries(dict.fromkeys(product(CHANNELS, SEGMENTS), of_place))


def selections() -> list[CaseSelection]:
    return [
        CaseSelection("join", channel=channel, segment=segment)
        for channel, segment in product([None, *CHANNELS], [None, *SEGMENTS])
    ]


def contains(selection: CaseSelection, place: tuple[str, str]) -> bool:
    channel, segment = place
    return selection.channel in (None, channel) and selection.segment in (None, segment)


def by_place(company: Company, selection: CaseSelection) -> dict[Place, dict[Cell, int]]:
    """The parts as the store counts them: in the places that the filters tell apart."""
    found: dict[Place, dict[Cell, int]] = {}
    for (channel, segment), parts in company.items():
        stated = ((channel, selection.channel), (segment, selection.segment))
        of_place = found.setdefault(tuple(value for value, asked in stated if asked), {})
        for part, n in parts.items():
            of_place[part] = of_place.get(part, 0) + n
    return found


def graphs(ways: Company) -> Company:
    """How many cases took each edge; one takes several."""
    return {place: dict.fromkeys(EDGES, 0) | _edges(parts) for place, parts in ways.items()}


def _edges(ways: Mapping[Cell, int]) -> dict[Cell, int]:
    variants = [Variant(path, n) for (path,), n in ways.items() if isinstance(path, tuple)]
    return {(edge.source, edge.target): edge.cases for edge in edges(variants)}


def sizes_of(company: Company) -> CaseSizes:
    return {place: sum(parts.values()) for place, parts in company.items() if sum(parts.values())}


class Attacker:
    """Asks every selection, and adds and subtracts the numbers: exact, in whole numbers.

    `sums` of parts are known of each shown selection besides, where there are not too few in them.
    """

    def __init__(
        self, company: Company, cases: CaseSizes, rule: Rule, sums: Sequence[Sequence[Cell]]
    ) -> None:
        self.parts = list(next(iter(company.values())))
        self.atoms = [(place, part) for place in company for part in self.parts]
        told: list[list[int]] = []
        self.secret: list[list[int]] = []
        for bare in selections():
            selection = protected(bare, cases)
            sizes = by_place(company, selection)
            own = sizes.get(selection.place, {})
            hidden = set(self.parts) if selection.hidden else rule(selection, sizes)
            for part in self.parts:
                n = own.get(part, 0)
                if part not in hidden:
                    assert n == 0 or n >= SMALLEST_SHOWN
                    told.append(self.row(selection, [part]))
                elif 0 < n < SMALLEST_SHOWN:
                    self.secret.append(self.row(selection, [part]))
            told.extend(
                self.row(selection, group)
                for group in sums
                if not selection.hidden and sum(own.get(part, 0) for part in group) >= SMALLEST_SHOWN
            )
        self.span = reduced(told)

    def row(self, selection: CaseSelection, parts: Sequence[Cell]) -> list[int]:
        """The sum itself is no number of its own: it is made of all the others."""
        return [
            int(part != (...,) and (part in parts or (...,) in parts) and contains(selection, place))
            for place, part in self.atoms
        ]

    def learns(self) -> int:
        """How many hidden numbers of too few cases follow."""
        return sum(not any(rest(row, self.span)) for row in self.secret)


def alone(rule: Rule) -> Rule:
    """Decided within each answer, as if there were no others."""
    return lambda selection, sizes: rule(
        replace(selection, channel=None, segment=None), {(): sizes.get(selection.place, {})}
    )


def hidden_edges(selection: CaseSelection, sizes: Mapping[Place, Mapping[Cell, int]]) -> set[Cell]:
    return hidden_parts(selection, sizes, summed=True, overlapping=True)


def test_an_exit_of_few_in_one_channel_takes_that_of_another_channel_with_it() -> None:
    """Of 33 who moved 20 came by web and 3 by phone: what all tell without web and shop is theirs."""
    sizes: dict[Place, dict[Cell, int]] = {
        ("web",): {("moved",): 20, ("price",): 30, ("other",): 40},
        ("phone",): {("moved",): 3, ("price",): 9, ("other",): 40},
        ("shop",): {("moved",): 10, ("price",): 12, ("other",): 40},
    }
    of_phone, of_shop, of_web = (
        hidden_ways(CaseSelection("join", channel=channel), sizes) for channel in ("phone", "shop", "web")
    )
    assert of_phone == of_shop == {("moved",), ("price",)}
    assert of_web == set()


def test_what_is_hidden_of_the_whole_journey_is_hidden_of_each_channel() -> None:
    sizes: dict[Place, dict[Cell, int]] = {
        ("web",): {("a",): 20, ("b",): 4, ("c",): 2},
        ("phone",): {("a",): 30},
    }
    assert hidden_ways(CaseSelection("join"), {(): {("a",): 50, ("b",): 4, ("c",): 2}}) == {("b",), ("c",)}
    assert hidden_ways(CaseSelection("join", channel="web"), sizes) == {("b",), ("c",)}


@given(st.dictionaries(st.integers(0, 20), st.integers(1, 12), min_size=1))
def test_of_the_whole_journey_total_minus_shown_never_gives_a_small_way_away(ways: dict[int, int]) -> None:
    sizes: dict[Cell, int] = {(way,): n for way, n in ways.items()}
    hidden = hidden_ways(CaseSelection("join"), {(): sizes})
    assert {way for way, n in sizes.items() if n < SMALLEST_SHOWN} <= hidden
    if hidden and hidden != set(sizes):
        assert len(hidden) > 1
        assert sum(sizes[way] for way in hidden) >= SMALLEST_SHOWN


def test_an_attacker_learns_exits_where_each_answer_protects_itself_alone() -> None:
    company: Company = {
        (channel, "gold"): {("moved",): n, ("price",): 20, ("other",): 2, ("done",): 6}
        for channel, n in zip(CHANNELS, (20, 3, 10), strict=True)
    }
    cases = sizes_of(company)
    assert Attacker(company, cases, alone(hidden_ways), [list(company["web", "gold"])]).learns() > 0
    assert Attacker(company, cases, hidden_ways, [list(company["web", "gold"])]).learns() == 0


@settings(deadline=None)
@given(companies(EXITS))
def test_no_way_of_too_few_follows_from_all_answers(company: Company) -> None:
    """Each case has one, so their sum is the selection's size."""
    assert Attacker(company, sizes_of(company), hidden_ways, [EXITS]).learns() == 0


@settings(deadline=None)
@given(companies(EXITS))
def test_no_base_of_too_few_follows_from_all_answers(company: Company) -> None:
    """Those with an install, those who complained: nobody knows a sum of them, but each channel and segment."""
    assert Attacker(company, sizes_of(company), hidden_parts, []).learns() == 0


@settings(deadline=None)
@given(companies(EXITS))
def test_no_intent_of_too_few_follows_from_those_of_others_and_from_all_contacts(company: Company) -> None:
    """Where their sum is told, too, it can be hidden itself."""
    all_intents: Cell = (...,)

    def rule(selection: CaseSelection, sizes: Mapping[Place, Mapping[Cell, int]]) -> set[Cell]:
        intents = {
            place: {part: n for part, n in parts.items() if part in EXITS} for place, parts in sizes.items()
        }
        hidden = hidden_parts(selection, intents, summed=True, overlapping=True, stated=False)
        return {*EXITS, all_intents} if all_intents in hidden else hidden

    with_sums = {place: {**parts, all_intents: sum(parts.values())} for place, parts in company.items()}
    attacker = Attacker(with_sums, sizes_of(company), rule, [])
    assert attacker.learns() == 0


@settings(deadline=None, max_examples=50)
@given(companies(WAYS))
def test_no_edge_of_too_few_follows_from_all_answers(ways: Company) -> None:
    """Even who knows how many left each step and came to it, in every channel and segment, unless they were too few."""
    company = graphs(ways)
    out_of = [[edge for edge in EDGES if edge[0] == step] for step in STEPS]
    into = [[edge for edge in EDGES if edge[1] == step] for step in STEPS]
    assert Attacker(company, sizes_of(ways), hidden_edges, [*out_of, *into]).learns() == 0


@given(companies(WAYS))
def test_where_one_case_takes_several_edges_one_that_is_large_enough_hides_with_small_ones(
    ways: Company,
) -> None:
    """Small ones may all be of the same few."""
    (selection, *_) = selections()
    (own,) = by_place(graphs(ways), selection).values()
    hidden = hidden_edges(selection, {(): own})
    for step, place in product(STEPS, (0, 1)):
        row = {edge: n for edge, n in own.items() if edge[place] == step and n}
        if set(row) & hidden and set(row) - hidden:
            assert max(row[edge] for edge in set(row) & hidden) >= SMALLEST_SHOWN
