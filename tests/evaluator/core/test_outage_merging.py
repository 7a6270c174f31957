"""One outage seen by several: which sightings are one event, whose start and end it has, who saw it."""

from fractions import Fraction
from typing import Any

import pandas as pd
import pytest

from evaluator.core.availability.availability import Availability
from evaluator.core.availability.outage_merging import find_sightings
from evaluator.core.availability.outage_witnesses import name_witnesses
from tests.evaluator.core.monitored_days import (
    DEGRADED,
    DOWN,
    MIDNIGHT,
    UP,
    measure,
    observed,
    rules,
    states,
    subjects,
    timeline,
    together,
)


def at(text: str) -> float:
    hours, minutes = text.split(":")
    return int(hours) + int(minutes) / 60


def seen_down(prober: str, *pairs: tuple[str, str], unit: str | None = None) -> pd.DataFrame:
    changes = [change for begin, end in pairs for change in ((at(begin), DOWN), (at(end), UP))]
    return states((0, UP), *changes, prober=prober, unit=unit)


def all_day(*probers: str) -> pd.DataFrame:
    return together(*(observed((0, 24), prober=prober) for prober in probers))


# field.md G14: two probes, a ticket and the supplier tell of one event.
G14 = together(
    seen_down("probe_1", ("10:00", "10:20")),
    seen_down("probe_2", ("10:05", "10:25")),
    seen_down("tickets", ("10:12", "11:00")),
    seen_down("supplier", ("10:10", "10:18")),
)
EVERYONE = ("probe_1", "probe_2", "tickets", "supplier")


def merging(starts: str = "earliest", ends: str = "latest", within: str = "10 min") -> dict[str, str]:
    return {"within": within, "starts": starts, "ends": ends}


def measured(
    seen: pd.DataFrame, *probers: str, looked: pd.DataFrame | None = None, **terms: Any
) -> tuple[Availability, pd.Series]:
    line = timeline(seen, all_day(*probers) if looked is None else looked, rules(**terms))
    found = measure(line)
    return found, name_witnesses(line, found.outages)


def minutes(found: Availability) -> list[tuple[float, float]]:
    """From when to when each outage was, in minutes of the day."""
    rows = found.outages.to_dict("records")
    return [((row["starts_at"] - MIDNIGHT) / 60, (row["ends_at"] - MIDNIGHT) / 60) for row in rows]


@pytest.mark.parametrize(
    ("starts", "ends", "begin", "end"),
    [
        ("earliest", "latest", 600, 660),
        ("earliest", "earliest", 600, 618),
        ("latest", "latest", 612, 660),
        ("latest", "earliest", 612, 618),
        ("probe_2", "probe_1", 605, 620),
        ("tickets", "tickets", 612, 660),
        ("supplier", "supplier", 610, 618),
        # A prober that did not see it does not say when it was.
        ("somebody", "somebody", 600, 660),
    ],
)
def test_one_event_is_one_outage_from_the_start_to_the_end_that_the_contract_names(
    starts: str, ends: str, begin: int, end: int
) -> None:
    found, witnesses = measured(G14, *EVERYONE, merging=merging(starts, ends))
    assert minutes(found) == [(begin, end)]
    assert found.outages["counted_seconds"].tolist() == [(end - begin) * 60]
    assert found.figures[0].value == 1 - Fraction(end - begin, 24 * 60)
    assert witnesses.tolist() == ["probe_1, probe_2, supplier, tickets"]


def test_without_merging_the_same_sightings_overlap_into_what_the_worst_saw() -> None:
    found, witnesses = measured(G14, *EVERYONE)
    assert minutes(found) == [(600, 660)]
    assert witnesses.tolist() == ["probe_1, probe_2, supplier, tickets"]


def test_an_event_counts_if_enough_saw_it_whenever_each_did() -> None:
    # At no instant did both see it: 10:00-10:20 and 10:25-10:40.
    seen = together(seen_down("A", ("10:00", "10:20")), seen_down("B", ("10:25", "10:40")))
    two = {"decides": "at_least", "at_least": 2}
    apart, _ = measured(seen, "A", "B", probers=two)
    assert minutes(apart) == []
    merged, witnesses = measured(seen, "A", "B", probers=two, merging=merging())
    assert minutes(merged) == [(600, 640)]
    assert witnesses.tolist() == ["A, B"]


def test_an_event_that_only_one_saw_is_no_outage_where_two_must() -> None:
    found, _ = measured(
        together(seen_down("A", ("10:00", "10:20")), seen_down("B")),
        "A",
        "B",
        probers={"decides": "at_least", "at_least": 2},
        merging=merging(),
    )
    assert found.figures[0].value == 1
    assert found.outages.empty


@pytest.mark.parametrize(("gap", "events"), [(10, 1), (11, 2)])
def test_sightings_are_one_up_to_the_length_between_them_and_not_a_minute_more(gap: int, events: int) -> None:
    seen = together(seen_down("A", ("10:00", "10:20")), seen_down("B", (f"10:{20 + gap}", "11:00")))
    found, _ = measured(seen, "A", "B", merging=merging())
    assert len(found.outages) == events


def test_one_probers_sightings_close_to_each_other_are_one_event_too() -> None:
    found, _ = measured(seen_down("A", ("10:00", "10:05"), ("10:10", "10:20")), "A", merging=merging())
    assert minutes(found) == [(600, 620)]


def test_a_later_sighting_may_reach_less_far_than_an_earlier_one() -> None:
    # 10:00-12:00 holds 10:10-10:20; 12:05 is 5 minutes after the first, not 105 after the second.
    seen = together(
        seen_down("A", ("10:00", "12:00")), seen_down("B", ("10:10", "10:20"), ("12:05", "12:10"))
    )
    found, _ = measured(seen, "A", "B", merging=merging())
    assert minutes(found) == [(600, 730)]


def test_where_named_probers_leave_no_time_the_event_lasts_as_long_as_any_saw_it() -> None:
    # The ticket is opened when the probe has long seen it over.
    seen = together(seen_down("probe", ("10:00", "10:10")), seen_down("tickets", ("10:15", "10:30")))
    found, _ = measured(seen, "probe", "tickets", merging=merging("tickets", "probe"))
    assert minutes(found) == [(600, 630)]


def test_what_a_prober_saw_outside_the_event_counts_as_up() -> None:
    # By the supplier 10:10-10:18; the rest of what probes and tickets saw is no outage, and is known.
    found, _ = measured(G14, *EVERYONE, merging=merging("supplier", "supplier"))
    assert found.figures[0].completeness == 1
    assert found.figures[0].low == found.figures[0].high == 1 - Fraction(8, 24 * 60)


def test_time_that_nobody_looked_at_inside_an_event_is_down() -> None:
    # Down when it went blind at 10:10, down when it looked again at 10:15: one event.
    looked = observed((0, at("10:10")), (at("10:15"), 24), prober="A")
    found, _ = measured(seen_down("A", ("10:00", "10:20")), looked=looked, merging=merging())
    assert minutes(found) == [(600, 620)]
    assert found.figures[0].completeness == 1


def test_a_prober_whose_first_state_comes_after_the_event_knows_nothing_before() -> None:
    # B begins at 10:25 with down. The event ends by the earliest end, 10:20; until 10:25 B has no state.
    seen = together(
        seen_down("A", ("10:00", "10:20")), states((at("10:25"), DOWN), (at("10:40"), UP), prober="B")
    )
    found, witnesses = measured(
        seen,
        looked=together(observed((0, at("10:21")), prober="A"), observed((at("10:25"), 24), prober="B")),
        merging=merging("earliest", "earliest"),
        unknown={"treat_as": "exclude"},
    )
    assert minutes(found) == [(600, 620)]
    assert witnesses.tolist() == ["A, B"]
    assert found.figures[0].known == (24 * 60 - 4) * 60


def test_an_event_still_open_lasts_until_what_is_known() -> None:
    seen = together(seen_down("A", ("23:00", "23:10")), states((0, UP), (at("23:05"), DOWN), prober="B"))
    found, _ = measured(seen, "A", "B", merging=merging())
    assert found.outages["counted_seconds"].tolist() == [3600]
    assert found.outages["ends_at"].isna().all()


def test_events_of_one_unit_are_not_those_of_another() -> None:
    seen = together(
        seen_down("A", ("10:00", "10:20"), unit="north"), seen_down("A", ("10:25", "10:40"), unit="south")
    )
    looked = together(
        observed((0, 24), prober="A", unit="north"), observed((0, 24), prober="A", unit="south")
    )
    line = timeline(seen, looked, rules(merging=merging()), of=subjects("north", "south"))
    found = measure(line)
    assert minutes(found) == [(600, 620), (625, 640)]
    assert found.outages["unit"].tolist() == ["north", "south"]


def test_the_most_users_that_any_sighting_of_the_prober_states_are_hit() -> None:
    seen = states((0, UP), (10, DOWN, 10), (10.25, DOWN, 40), (10.5, UP), prober="A")
    line = timeline(
        seen,
        all_day("A"),
        rules(merging=merging(), weighting="users_affected"),
        of=subjects(users=100),
    )
    found = measure(line)
    assert found.outages["users_affected"].tolist() == [40]
    assert found.figures[0].value == 1 - Fraction(40, 100) / 48


def test_degraded_time_is_no_sighting_of_an_outage() -> None:
    seen = states((0, UP), (10, DEGRADED), (10.5, DOWN), (11, DEGRADED), (12, UP), prober="A")
    found, witnesses = measured(seen, "A", merging=merging(), degraded={"treat_as": "down"})
    assert minutes(found) == [(600, 720)]
    assert found.outages["state"].tolist() == [int(DOWN)]
    assert witnesses.tolist() == ["A"]


def test_without_any_outage_nothing_is_merged() -> None:
    found, _ = measured(seen_down("A"), "A", merging=merging())
    assert found.figures[0].value == 1


def test_time_only_taken_to_be_down_was_seen_by_nobody() -> None:
    looked = observed((0, 12), (14, 24), prober="A")
    found, witnesses = measured(seen_down("A", ("10:00", "11:00")), looked=looked)
    assert minutes(found) == [(600, 660), (720, 840)]
    assert witnesses.tolist() == ["A", ""]


def test_degraded_time_that_counts_has_its_witnesses() -> None:
    seen = together(states((0, UP), (1, DEGRADED), (2, UP), prober="A"), states((0, UP), prober="B"))
    _, witnesses = measured(seen, "A", "B", degraded={"treat_as": "down"})
    assert witnesses.tolist() == ["A"]


def test_no_facts_make_no_sightings() -> None:
    line = timeline(states(), observed(), rules(merging=merging()))
    assert find_sightings(line.tracks, line.known_at).track.size == 0
