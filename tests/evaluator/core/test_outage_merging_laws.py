"""Laws of merging: which sightings make which outages, whoever tells of them and in whatever order."""

from typing import Any

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator.core.availability.availability import Availability
from tests.evaluator.core.monitored_days import (
    DOWN,
    UP,
    Span,
    measure,
    observed,
    rules,
    states,
    timeline,
    together,
)
from tests.evaluator.core.test_outage_merging import merging

quarters = st.integers(0, 23)
sightings = st.lists(st.tuples(quarters, st.integers(1, 4)), max_size=4).map(
    lambda found: [(begin / 4, min(begin + length, 24) / 4) for begin, length in found]
)
lawful = settings(deadline=None, max_examples=40)


def _told(prober: str, spans: list[Span]) -> pd.DataFrame:
    quarter_down = [any(begin * 4 <= place < (end or 6) * 4 for begin, end in spans) for place in range(25)]
    return states(
        *((place / 4, DOWN if down else UP) for place, down in enumerate(quarter_down)), prober=prober
    )


def _found(told: dict[str, list[Span]], **terms: Any) -> Availability:
    seen = together(*(_told(prober, spans) for prober, spans in told.items()))
    looked = together(*(observed((0, 7), prober=prober) for prober in told))
    return measure(timeline(seen, looked, rules(**terms), known_at=7), window=(0, 7))


@lawful
@given(sightings, sightings)
def test_merging_from_the_earliest_to_the_latest_takes_nothing_away(
    one: list[Span], other: list[Span]
) -> None:
    told = {"A": one, "B": other}
    plain, merged = _found(told), _found(told, merging=merging(within="0 s"))
    assert plain.figures == merged.figures
    assert len(plain.outages) == len(merged.outages)


@lawful
@given(sightings, sightings, st.sampled_from(["0 s", "15 min", "40 min"]))
def test_one_more_sighting_never_raises_availability_from_earliest_to_latest(
    one: list[Span], other: list[Span], within: str
) -> None:
    fewer = _found({"A": one, "B": []}, merging=merging(within=within)).figures[0].value
    more = _found({"A": one, "B": other}, merging=merging(within=within)).figures[0].value
    assert fewer is not None
    assert more is not None
    assert more <= fewer


@lawful
@given(sightings, sightings, sightings, st.permutations(["A", "B", "C"]))
def test_who_is_told_of_first_changes_nothing(
    one: list[Span], other: list[Span], third: list[Span], order: list[str]
) -> None:
    told = {"A": one, "B": other, "C": third}
    terms = merging("latest", "B", "15 min")
    turned = {name: told[name] for name in order}
    assert _found(told, merging=terms).amounts == _found(turned, merging=terms).amounts


@lawful
@given(
    sightings,
    sightings,
    st.sampled_from(["earliest", "latest", "B"]),
    st.sampled_from(["earliest", "latest"]),
)
def test_an_event_never_disappears(one: list[Span], other: list[Span], starts: str, ends: str) -> None:
    told = {"A": one, "B": other}
    events = len(_found(told, merging=merging("earliest", "latest", "15 min")).outages)
    assert len(_found(told, merging=merging(starts, ends, "15 min")).outages) == events
