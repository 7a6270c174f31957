"""Laws that hold for every day, every rule and every set of facts, and one slow reference that walks time."""

import itertools
from fractions import Fraction
from typing import Any

import pandas as pd
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from collector.records import ServiceState
from evaluator.contract.availability import AvailabilityRules
from evaluator.core.availability.amounts import add_up, as_figure
from evaluator.core.availability.availability import Availability
from tests.evaluator.core.monitored_days import (
    DEGRADED,
    DOWN,
    MIDNIGHT,
    UNKNOWN,
    UP,
    measure,
    observed,
    rules,
    spans,
    states,
    subjects,
    timeline,
    together,
)

QUARTER = 0.25
QUARTERS = 24
"""The days of these tests are six hours, in quarters of an hour."""

quarters = st.integers(0, QUARTERS)
pairs = st.tuples(quarters, quarters).map(lambda pair: (min(pair) * QUARTER, max(pair) * QUARTER))
changes = st.lists(
    st.tuples(
        quarters.map(lambda place: place * QUARTER), st.sampled_from(ServiceState), st.integers(0, 120)
    ),
    max_size=6,
    unique_by=lambda change: change[0],
)
looks = st.lists(pairs, max_size=4)
windows = st.lists(pairs, max_size=2)
unknown_terms = st.one_of(
    st.sampled_from(["down", "up", "exclude"]).map(lambda treat: {"treat_as": treat}),
    st.tuples(st.integers(0, 8), st.sampled_from(["down", "up", "exclude"])).map(
        lambda carry: {"treat_as": "carry_forward", "longest": f"{carry[0] * 15} min", "then": carry[1]}
    ),
)
degraded_terms = st.sampled_from(
    [{"treat_as": "up"}, {"treat_as": "down"}, {"treat_as": "weight", "weight": "0.3"}]
)
denominators = st.sampled_from(
    [{"denominator": "service_hours"}, {"denominator": "nominal", "nominal_hours": "8"}]
)
probers = st.sampled_from(
    [
        None,
        {"decides": "best"},
        {"decides": "at_least", "at_least": 1},
        {"decides": "at_least", "at_least": 2},
        {"decides": "order", "order": ["probe", "second"]},
        {"decides": "order", "order": ["second", "probe"]},
    ]
)
any_rules = st.builds(
    lambda planned, unknown, degraded, shortest, denominator, weighting, probers: rules(
        planned_maintenance=planned,
        unknown=unknown,
        degraded=degraded,
        shortest_outage=f"{shortest * 15} min",
        weighting=weighting,
        probers=probers,
        **denominator,
    ),
    st.sampled_from(["count_down", "count_up", "exclude"]),
    unknown_terms,
    degraded_terms,
    st.integers(0, 4),
    denominators,
    st.sampled_from(["none", "users_affected", "units"]),
    probers,
)
days = st.fixed_dictionaries(
    {"seen": changes, "looked": looks, "planned": windows, "excluded": windows, "terms": any_rules}
)
Day = dict[str, Any]

# The machine that runs these may be busy: no deadline.
lawful = settings(deadline=None, max_examples=25)


def found(day: Day, *extra: pd.DataFrame, window: tuple[float, float] = (0, 6)) -> Availability:
    line = timeline(
        together(states(*day["seen"]), *extra),
        together(observed(*day["looked"]), *(observed((0, 6), prober="second") for _ in extra)),
        day["terms"],
        of=subjects(users=100),
        maintenance=spans(*day["planned"]),
        known_at=6,
    )
    return measure(line, excluded=spans(*day["excluded"]), window=window)


@lawful
@given(days)
def test_the_value_lies_in_its_interval_and_the_interval_between_nought_and_one(day: Day) -> None:
    (figure,) = found(day).figures
    assert 0 <= figure.known <= figure.expected
    if figure.low is None or figure.high is None:
        assert figure.value is None
        return
    assert 0 <= figure.low <= figure.high <= 1
    assert figure.value is None or figure.low <= figure.value <= figure.high


def all_known(day: Day) -> Day:
    """The same day, looked at from end to end by a prober that always knows."""
    seen = [
        (0.0, UP, 0),
        *((at, state, hit) for at, state, hit in day["seen"] if at > 0 and state is not UNKNOWN),
    ]
    return day | {"seen": seen, "looked": [(0, 6)]}


@lawful
@given(days)
def test_with_everything_known_the_interval_is_the_value(day: Day) -> None:
    (figure,) = found(all_known(day)).figures
    assert figure.known == figure.expected
    assert figure.low == figure.value == figure.high


@lawful
@given(days, pairs)
def test_one_more_outage_never_raises_availability(day: Day, outage: tuple[float, float]) -> None:
    before = states((0, UP), prober="second")
    more = states((0, UP), (outage[0], DOWN), (outage[1], UP), prober="second")
    assume(0 < outage[0] < outage[1])
    if day["terms"].probers is not None and day["terms"].probers.decides == "at_least":
        # What one more saw may make known what nobody knew: an outage too short to count is then up.
        day = all_known(day)
    fine, worse = found(day, before).figures[0].value, found(day, more).figures[0].value
    assert (fine is None) == (worse is None)
    assert fine is None or worse is None or worse <= fine


@lawful
@given(days, quarters)
def test_two_parts_of_a_window_sum_to_the_whole(day: Day, middle: int) -> None:
    assume(0 < middle < QUARTERS and day["terms"].nominal_hours is None)
    between = middle * QUARTER
    parts = [found(day, window=part).amounts[0] for part in ((0, between), (between, 6))]
    assert add_up(parts) == found(day).amounts[0]


@lawful
@given(days, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_is_irrelevant(day: Day, random: Any) -> None:
    shuffled = dict(day)
    for name in ("seen", "looked", "planned", "excluded"):
        shuffled[name] = random.sample(day[name], len(day[name]))
    assert found(shuffled).amounts == found(day).amounts


@lawful
@given(days)
def test_the_losses_of_the_outages_are_what_the_availability_lacks(day: Day) -> None:
    assume(day["terms"].nominal_hours is None)
    result = found(day)
    (amounts,) = result.amounts
    assert amounts.denominator - amounts.available == Fraction(
        int(result.outages["lost"].sum()), result.scale
    )


@lawful
@given(st.lists(days, min_size=2, max_size=3), any_rules)
def test_units_together_sum_the_units_alone(some: list[Day], terms: AvailabilityRules) -> None:
    names = [f"unit{number}" for number in range(len(some))]
    seen = together(*(states(*day["seen"], unit=name) for day, name in zip(some, names, strict=True)))
    looked = together(*(observed(*day["looked"], unit=name) for day, name in zip(some, names, strict=True)))
    together_of = subjects(*names, users=100)
    whole = measure(timeline(seen, looked, terms, of=together_of, known_at=6), window=(0, 6))
    alone = [
        measure(
            timeline(seen, looked, terms, of=subjects(name, users=100), known_at=6), window=(0, 6)
        ).amounts[0]
        for name in names
    ]
    assert list(whole.amounts) == alone
    joint = as_figure(whole.amounts)
    total = add_up(alone)
    assert joint.value == (total.available / total.denominator if total.denominator else None)


# The slow walk knows fewer rules than the days are drawn from.
@settings(lawful, suppress_health_check=[HealthCheck.filter_too_much])
@given(days)
def test_walking_the_day_quarter_by_quarter_gives_the_same(day: Day) -> None:
    terms: AvailabilityRules = day["terms"]
    assume(terms.nominal_hours is None and terms.weighting == "none")
    assume(terms.probers is None or terms.probers.at_least != 2)  # with one prober nothing is confirmed
    (amounts,) = found(day).amounts
    available, denominator = _walk(day, terms)
    assert (amounts.available, amounts.denominator) == (available * 900, denominator * 900)


def _walk(day: Day, terms: AvailabilityRules) -> tuple[Fraction, Fraction]:
    """The rules said once more, slowly: one quarter after the other, in lists."""
    seen = _carry([_seen(day, quarter) for quarter in range(QUARTERS)], day, terms)
    then = terms.unknown.then if terms.unknown.then is not None else terms.unknown.treat_as
    losses: list[Fraction] = []
    outs: list[bool] = []
    for quarter, state in enumerate(seen):
        planned = _inside(day["planned"], quarter)
        presumed = state is UNKNOWN and (
            then == "down" or (planned and terms.planned_maintenance == "count_down")
        )
        losses.append(Fraction(1) if presumed or state is DOWN else _degraded(state, terms))
        outs.append(state is UNKNOWN and not planned and then == "exclude")
    counted = [
        not out
        and not _inside(day["excluded"], quarter)
        and not (_inside(day["planned"], quarter) and terms.planned_maintenance == "exclude")
        for quarter, out in enumerate(outs)
    ]
    lost = Fraction(0)
    for is_outage, run in itertools.groupby(range(QUARTERS), key=lambda quarter: losses[quarter] > 0):
        members = list(run)
        # The unknown life before the day belongs to a run that begins with the day.
        presumed_before = then == "down" and members[0] == 0
        if is_outage and (presumed_before or len(members) * 900 >= terms.shortest_outage):
            lost += sum(
                (losses[quarter] for quarter in members if _loses(day, terms, counted, quarter)), Fraction(0)
            )
    return sum(counted) - lost, Fraction(sum(counted))


def _loses(day: Day, terms: AvailabilityRules, counted: list[bool], quarter: int) -> bool:
    return counted[quarter] and not (
        terms.planned_maintenance == "count_up" and _inside(day["planned"], quarter)
    )


def _degraded(state: ServiceState, terms: AvailabilityRules) -> Fraction:
    if state is not DEGRADED or terms.degraded.treat_as == "up":
        return Fraction(0)
    return Fraction(1) if terms.degraded.weight is None else terms.degraded.weight


def _seen(day: Day, quarter: int) -> ServiceState:
    before = [change for change in day["seen"] if change[0] <= quarter * QUARTER]
    if not before or not _inside(day["looked"], quarter):
        return UNKNOWN
    return ServiceState(max(before)[1])


def _told(day: Day, quarter: int) -> bool:
    return any(change[0] <= quarter * QUARTER for change in day["seen"])


def _carry(seen: list[ServiceState], day: Day, terms: AvailabilityRules) -> list[ServiceState]:
    if terms.unknown.longest is None:
        return seen
    carried: list[ServiceState] = []
    last, age = UNKNOWN, 0
    for quarter, state in enumerate(seen):
        age = 0 if state is not UNKNOWN else age + 900
        # What the prober says is unknown ends what was known before.
        says = state is not UNKNOWN or (_inside(day["looked"], quarter) and _told(day, quarter))
        last = state if says else last
        kept = state is UNKNOWN and age <= terms.unknown.longest
        fixed = terms.planned_maintenance == "count_down" and _inside(day["planned"], quarter)
        carried.append(last if kept and not fixed else state)
    return carried


def _inside(found_in: list[tuple[float, float]], quarter: int) -> bool:
    return any(begin <= quarter * QUARTER < end for begin, end in found_in)


def test_the_day_of_these_tests_begins_at_midnight() -> None:
    assert MIDNIGHT % 86_400 == 0
