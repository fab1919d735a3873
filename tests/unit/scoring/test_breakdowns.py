from scoring.domain import nps
from scoring.domain.breakdowns import Group, breakdown
from scoring.domain.estimates import Hidden
from scoring.domain.scales import CES, NPS, RESOLVED
from scoring.domain.tallies import Tally
from unit.scoring.examples import nps_tally, share_tally


def group(kind: str, journey: str, tally: Tally) -> Group:
    return Group(kind, NPS.version, {"journey": journey}, tally)


def test_totals_are_of_one_kind_and_one_definition() -> None:
    found = breakdown(
        [
            group("transactional", "join", nps_tally(0, 0, 6)),
            group("relationship", "join", nps_tally(6, 0, 0)),
            group("transactional", "leave", nps_tally(6, 0, 0)),
            Group("transactional", CES.version, {"journey": "join"}, Tally.of([7] * 6, CES)),
        ],
        ["journey"],
    )
    assert [(total.kind, total.scale) for total in found.totals] == [
        ("relationship", NPS),
        ("transactional", CES),
        ("transactional", NPS),
    ]
    assert [item.slice["journey"] for item in found.items] == ["join", "join", "join", "leave"]


def test_a_group_that_is_hidden_for_another_looks_like_that_one() -> None:
    found = breakdown(
        [group("transactional", "join", nps_tally(1, 1, 1)), group("transactional", "b", nps_tally(9, 0, 0))],
        ["journey"],
    )
    assert [item.scores[0].estimate for item in found.items] == [Hidden(), Hidden()]
    assert found.totals[0].scores[0].estimate.shown


def test_subtotals_are_over_each_beginning_of_what_it_goes_by() -> None:
    def cell(journey: str, channel: str, n: int) -> Group:
        values = {"journey": journey, "channel": channel}
        return Group("transactional", NPS.version, values, nps_tally(0, 0, n))

    groups = [cell("join", "web", 9), cell("join", "phone", 6), cell("leave", "web", 7)]
    found = breakdown(groups, ["journey", "channel"], subtotals=True)
    assert [(item.slice, item.scores[0].estimate) for item in found.subtotals] == [
        ({"journey": "join"}, nps.net_promoter_score(nps_tally(0, 0, 15))),
        ({"journey": "leave"}, nps.net_promoter_score(nps_tally(0, 0, 7))),
    ]


def test_a_filter_hides_what_the_same_slice_hides_beside_the_others() -> None:
    groups = [
        group("transactional", journey, nps_tally(0, 0, n))
        for journey, n in (("join", 3), ("leave", 6), ("complain", 40))
    ]
    beside = breakdown(groups, ["journey"]).items
    alone = [breakdown(groups, filters={"journey": item.slice["journey"]}).totals[0] for item in beside]
    assert [item.shown for item in alone] == [item.shown for item in beside] == [False, False, True]
    assert alone[2].scores == beside[2].scores


def test_an_empty_slice_that_is_hidden_for_another_looks_like_that_one() -> None:
    def cell(journey: str, channel: str, n: int) -> Group:
        values = {"journey": journey, "channel": channel}
        return Group("transactional", NPS.version, values, nps_tally(0, 0, n))

    groups = [cell("join", "web", 50), cell("join", "phone", 3), cell("leave", "phone", 50)]
    found = breakdown(groups, ["journey", "channel"])
    assert [(*item.slice.values(), item.shown) for item in found.items] == [
        ("join", "phone", False),
        ("join", "web", False),
        ("leave", "phone", False),
        ("leave", "web", False),
    ]
    alone = breakdown(groups, ["channel"], filters={"journey": "leave"})
    assert [(item.slice, item.shown) for item in alone.items] == [
        ({"channel": "phone"}, False),
        ({"channel": "web"}, False),
    ]
    assert alone.totals[0].shown


def test_a_resolved_share_is_shown_from_eight_comments_on() -> None:
    def of(n: int) -> list[bool]:
        found = breakdown([Group(None, RESOLVED.version, {}, share_tally(2, n))])
        return [item.shown for item in found.totals]

    assert (of(7), of(8)) == ([False], [True])
