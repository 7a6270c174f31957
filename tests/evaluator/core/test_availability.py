"""One day of one service, an hour at a time; every figure is hours up of hours counted."""

from datetime import date
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from evaluator.contract.hours import HolidayTerms, ServiceHoursTerms
from evaluator.core.availability.amounts import add_up, as_figure
from evaluator.core.calendar.hours import compile_hours
from evaluator.core.calendar.working_days import compile_working_days
from evaluator.core.outcomes import Figure
from tests.evaluator.core.monitored_days import (
    DEGRADED,
    DOWN,
    MIDNIGHT,
    UNKNOWN,
    UP,
    figure,
    hour,
    in_hours,
    measure,
    observed,
    rules,
    spans,
    states,
    subjects,
    timeline,
    together,
)

# The day of field.md, section 2a: planned downtime 02-03, blind 08-09, degraded 12-12:30, down 15-16.
SEEN = states((0, UP), (2, DOWN), (3, UP), (12, DEGRADED), (12.5, UP), (15, DOWN), (16, UP))
LOOKED = observed((0, 8), (9, 24))
PLANNED = spans((2, 3))
CARRY = {"treat_as": "carry_forward", "longest": "1 h", "then": "down"}


def fixture(**changes: Any) -> Figure:
    return figure(timeline(SEEN, LOOKED, rules(**changes), maintenance=PLANNED))


def test_the_interval_holds_what_the_blind_hour_could_have_been_whatever_it_is_taken_for() -> None:
    # Down 02-03 and 15-16 is certain, 08-09 is not: 21 to 22 of 24.
    for treat_as in ("down", "up", "exclude"):
        found = fixture(unknown={"treat_as": treat_as})
        assert (found.low, found.high) == (Fraction(21, 24), Fraction(22, 24))


def test_completeness_is_the_seconds_seen_of_the_seconds_to_be_seen() -> None:
    found = fixture()
    assert in_hours([found.known, found.expected]) == [23, 24]


def test_unknown_taken_for_up_counts_as_up() -> None:
    assert fixture(unknown={"treat_as": "up"}).value == Fraction(22, 24)


def test_degraded_time_counts_by_its_weight_exactly() -> None:
    # A third of half an hour is lost, beside the planned, the blind and the bad hour: 24 - 3 - 1/6.
    found = fixture(degraded={"treat_as": "weight", "weight": "0.25"})
    assert found.value == (21 - Fraction(1, 8)) / 24
    assert found.denominator == 24 * 3600


def test_parts_of_a_second_are_kept_by_scaling_both_sides() -> None:
    seen = states((0, UP), (1, DEGRADED), (1 + 1 / 3600, UP))
    found = figure(
        timeline(seen, observed((0, 24)), rules(degraded={"treat_as": "weight", "weight": "0.5"})),
    )
    assert (found.numerator, found.denominator) == (24 * 7200 - 1, 24 * 7200)


# --- Unknown time


def test_a_state_without_anyone_looking_is_unknown() -> None:
    found = figure(timeline(states((0, UP)), observed(), rules()))
    assert (found.value, found.known, found.low, found.high) == (0, 0, 0, 1)


def test_looking_before_any_state_was_seen_is_unknown() -> None:
    found = figure(timeline(states((6, UP)), observed((0, 24)), rules()))
    assert (found.value, in_hours([found.known])) == (Fraction(18, 24), [18])


def test_a_prober_that_says_unknown_does_not_know() -> None:
    found = figure(timeline(states((0, UP), (4, UNKNOWN), (5, UP)), observed((0, 24)), rules()))
    assert in_hours([found.known]) == [23]


def test_no_facts_at_all_are_neither_nought_nor_a_hundred_percent() -> None:
    found = figure(timeline(states(), observed(), rules(unknown={"treat_as": "exclude"})))
    assert (found.value, found.low, found.high) == (None, 0, 1)
    assert (found.known, found.expected) == (0, 24 * 3600)


def test_a_state_is_carried_forward_for_the_longest_time_and_not_a_second_more() -> None:
    # Up until 06, blind 06-12, carried until 08; then 4 hours down.
    found = figure(
        timeline(states((0, UP)), observed((0, 6), (12, 24)), rules(unknown=_carry("2 h", "down")))
    )
    assert found.value == Fraction(20, 24)


def test_an_outage_is_carried_forward_too() -> None:
    # Down from 05, blind 06-12: down until 08, and then left out: 5 + 12 up of 24 - 4.
    seen = states((0, UP), (5, DOWN), (12, UP))
    found = figure(timeline(seen, observed((0, 6), (12, 24)), rules(unknown=_carry("2 h", "exclude"))))
    assert found.value == Fraction(17, 20)


def test_nothing_is_carried_forward_from_before_the_first_fact() -> None:
    found = figure(timeline(states((6, UP)), observed((6, 24)), rules(unknown=_carry("24 h", "down"))))
    assert found.value == Fraction(18, 24)


def test_the_state_before_the_window_is_carried_into_it() -> None:
    found = figure(
        timeline(states((-10, UP)), observed((-10, -1), (6, 24)), rules(unknown=_carry("3 h", "down"))),
    )
    # Last seen at -1, carried until 02; 02-06 is down.
    assert found.value == Fraction(20, 24)


def test_nothing_is_carried_from_one_subject_to_the_next() -> None:
    found = measure(
        timeline(
            together(states((0, UP), unit="north"), states((20, UP), unit="south")),
            together(observed((0, 24), unit="north"), observed((20, 24), unit="south")),
            rules(unknown=_carry("12 h", "down")),
            of=subjects("north", "south"),
        )
    )
    assert [unit.value for unit in found.figures] == [1, Fraction(4, 24)]


def _carry(longest: str, then: str) -> dict[str, str]:
    return {"treat_as": "carry_forward", "longest": longest, "then": then}


def test_a_month_without_monitoring_is_unknown_from_end_to_end() -> None:
    seen, looked = states((-24, UP)), observed((-24, 0))
    found = figure(
        timeline(seen, looked, rules(unknown={"treat_as": "exclude"}), known_at=72), window=(0, 72)
    )
    assert (found.completeness, found.value, found.low, found.high) == (0, None, 0, 1)


# --- Window, knowledge, life


def test_a_state_from_long_before_goes_on_into_the_window() -> None:
    found = figure(timeline(states((-200, DOWN), (3, UP)), observed((-200, None)), rules()))
    assert found.value == Fraction(21, 24)


def test_the_window_ends_where_knowledge_does() -> None:
    found = figure(timeline(states((0, UP), (9, DOWN)), observed((0, None)), rules(), known_at=12))
    assert (found.numerator, found.denominator) == (9 * 3600, 12 * 3600)


def test_facts_from_after_the_horizon_change_nothing() -> None:
    early = states((0, UP), (9, DOWN))
    late = together(early, states((12, UP), (13, DOWN)))
    looked = together(observed((0, 12)), observed((12, 24), prober="late"))
    found = [timeline(seen, looked, rules(), known_at=12) for seen in (early, late)]
    assert figure(found[0]) == figure(found[1])


def test_an_open_outage_counts_until_the_horizon_and_has_no_end() -> None:
    found = measure(timeline(states((0, UP), (9, DOWN)), observed((0, None)), rules(), known_at=12))
    (outage,) = found.outages.to_dict("records")
    assert (outage["starts_at"], outage["counted_seconds"]) == (hour(9), 3 * 3600)
    assert pd.isna(outage["ends_at"])


def test_an_outage_that_ends_with_the_service_itself_has_an_end() -> None:
    of = subjects(life=(0, hour(12)))
    found = measure(timeline(states((0, UP), (9, DOWN)), observed((0, None)), rules(), of=of))
    assert found.outages["ends_at"].tolist() == [hour(12)]
    assert found.amounts[0].denominator == 12 * 3600


def test_a_period_of_which_nothing_is_known_yet_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing is known yet"):
        figure(timeline(states(), observed(), rules(), known_at=0))


def test_a_service_not_yet_delivered_has_no_value_and_nothing_to_know() -> None:
    of = subjects(life=(hour(48), hour(96)))
    found = figure(timeline(states((0, UP)), observed((0, 24)), rules(), of=of))
    assert (found.value, found.completeness, found.low, found.high) == (None, None, None, None)


def test_an_outage_across_the_window_counts_its_part_and_shows_its_whole() -> None:
    seen = states((-2, DOWN), (1, UP), (23, DOWN), (30, UP))
    found = measure(timeline(seen, observed((-2, 48)), rules(), known_at=48))
    assert found.figures[0].value == Fraction(22, 24)
    assert found.outages["starts_at"].tolist() == [hour(-2), hour(23)]
    assert found.outages["ends_at"].tolist() == [hour(1), hour(30)]
    assert in_hours(found.outages["counted_seconds"].tolist()) == [1, 1]


def test_outages_outside_the_window_are_not_listed() -> None:
    seen = states((-3, DOWN), (-2, UP), (5, DOWN), (6, UP), (25, DOWN), (26, UP))
    found = measure(timeline(seen, observed((-3, 48)), rules(), known_at=48))
    assert found.outages["starts_at"].tolist() == [hour(5)]


# --- Maintenance


def test_maintenance_that_excuses_nothing_leaves_what_was_seen_and_makes_the_unseen_down() -> None:
    # Seen up 01-02, unseen 02-03.
    found = figure(
        timeline(states((0, UP)), observed((0, 2), (3, 24)), rules(unknown=CARRY), maintenance=spans((1, 3))),
    )
    assert (found.value, found.completeness) == (Fraction(23, 24), 1)


def test_unseen_time_inside_maintenance_that_counts_as_up_is_no_unknown() -> None:
    found = figure(
        timeline(
            states((0, UP)),
            observed((0, 2), (3, 24)),
            rules(planned_maintenance="count_up", unknown={"treat_as": "exclude"}),
            maintenance=spans((1, 3)),
        )
    )
    assert (found.value, found.denominator, found.completeness) == (1, 24 * 3600, 1)


def test_unseen_time_inside_excluded_maintenance_is_no_unknown() -> None:
    found = figure(
        timeline(
            states((0, UP)),
            observed((0, 2), (3, 24)),
            rules(planned_maintenance="exclude"),
            maintenance=spans((1, 3)),
        )
    )
    assert (found.denominator, found.completeness, found.low) == (22 * 3600, 1, 1)


def test_overlapping_maintenance_is_left_out_once() -> None:
    found = figure(
        timeline(
            states((0, UP)),
            observed((0, 24)),
            rules(planned_maintenance="exclude"),
            maintenance=spans((1, 3), (2, 4), (4, 5)),
        )
    )
    assert found.denominator == 20 * 3600


def test_an_outage_shows_what_of_it_was_planned() -> None:
    found = measure(
        timeline(
            states((0, UP), (1, DOWN), (5, UP)),
            observed((0, 24)),
            rules(planned_maintenance="exclude"),
            maintenance=spans((2, 4)),
        )
    )
    (outage,) = found.outages.to_dict("records")
    assert in_hours([outage["counted_seconds"], outage["planned_seconds"]]) == [2, 2]


@pytest.mark.parametrize(
    ("announced", "asked", "is_maintenance"),
    [
        (-4 * 24, 2, True),  # Friday the 6th for Tuesday the 10th: Monday and Tuesday
        (-4 * 24, 3, False),
        (-3 * 24, 2, True),  # Saturday the 7th: Monday and Tuesday as well
        (-1 * 24, 2, False),  # Monday the 9th: Tuesday alone
        (None, 0, False),  # nobody announced it
    ],
)
def test_maintenance_needs_its_notice_in_working_days(
    announced: float | None, asked: int, *, is_maintenance: bool
) -> None:
    days = compile_working_days(_weekdays(), None, ZoneInfo("UTC"), date(2026, 11, 1), date(2026, 12, 1))
    found = figure(
        timeline(
            states((0, UP), (2, DOWN), (3, UP)),
            observed((0, 24)),
            rules(planned_maintenance="exclude", maintenance_notice_working_days=asked),
            maintenance=spans((2, 3), announced=announced),
            working_days=days,
        )
    )
    assert found.value == (1 if is_maintenance else Fraction(23, 24))


def test_maintenance_announced_after_its_start_is_no_maintenance_even_where_no_days_are_asked_for() -> None:
    days = compile_working_days(_weekdays(), None, ZoneInfo("UTC"), date(2026, 11, 1), date(2026, 12, 1))
    found = figure(
        timeline(
            states((0, UP), (2, DOWN), (3, UP)),
            observed((0, 24)),
            rules(planned_maintenance="exclude", maintenance_notice_working_days=0),
            maintenance=spans((2, 3), announced=2.5),
            working_days=days,
        )
    )
    assert found.value == Fraction(23, 24)


def test_asking_for_notice_without_working_days_is_refused() -> None:
    with pytest.raises(ValueError, match="no working days are given"):
        timeline(states(), observed(), rules(maintenance_notice_working_days=2), maintenance=PLANNED)


def _weekdays() -> ServiceHoursTerms:
    return ServiceHoursTerms.model_validate(
        {
            "label": {"sv": "vardagar", "en": "weekdays"},
            "holidays": None,
            "openings": [{"days": ["mon", "tue", "wed", "thu", "fri"], "opens": "08:00", "closes": "17:00"}],
        }
    )


# --- Exclusions


def test_excluded_time_leaves_numerator_and_denominator() -> None:
    found = figure(
        timeline(states((0, UP), (2, DOWN), (4, UP)), observed((0, 24)), rules()), excluded=spans((2, 3))
    )
    assert (found.numerator, found.denominator) == (22 * 3600, 23 * 3600)


def test_excluded_time_that_nobody_saw_is_no_unknown() -> None:
    found = figure(timeline(states((0, UP)), observed((0, 2), (3, 24)), rules()), excluded=spans((1, 3)))
    assert (found.completeness, found.value, found.low) == (1, 1, 1)


def test_excluding_a_unit_leaves_the_others_alone() -> None:
    seen = states((0, UP), (2, DOWN), (3, UP))
    found = measure(
        timeline(seen, observed((0, 24)), rules(), of=subjects("north", "south")),
        excluded=spans((2, 3), unit="north"),
    )
    assert [unit.value for unit in found.figures] == [1, Fraction(23, 24)]


def test_an_outage_shows_what_of_it_was_excluded() -> None:
    seen = states((0, UP), (2, DOWN), (4, UP))
    found = measure(timeline(seen, observed((0, 24)), rules()), excluded=spans((2, 3)))
    assert in_hours(found.outages[["counted_seconds", "excluded_seconds"]].iloc[0].tolist()) == [1, 1]


# --- Shortest outage


def test_an_outage_as_long_as_the_shortest_counts_and_one_a_second_shorter_does_not() -> None:
    seen = states((0, UP), (1, DOWN), (1 + 299 / 3600, UP), (2, DOWN), (2 + 300 / 3600, UP))
    found = measure(timeline(seen, observed((0, 24)), rules(shortest_outage="5 min")))
    assert found.outages["long_enough"].tolist() == [False, True]
    assert found.outages["counted_seconds"].tolist() == [0, 300]
    assert found.figures[0].numerator == 24 * 3600 - 300


def test_adjacent_outages_are_one_outage() -> None:
    # Degraded three minutes, then down three: together six.
    seen = states((0, UP), (1, DEGRADED), (1.05, DOWN), (1.1, UP))
    terms = rules(shortest_outage="5 min", degraded={"treat_as": "down"})
    found = measure(timeline(seen, observed((0, 24)), terms))
    (outage,) = found.outages.to_dict("records")
    assert (outage["state"], outage["counted_seconds"]) == (DOWN, 360)


def test_an_outage_is_as_long_as_its_wall_time_also_outside_the_window() -> None:
    seen = states((-1, UP), (-0.05, DOWN), (0.05, UP))
    found = measure(timeline(seen, observed((-1, 24)), rules(shortest_outage="5 min")))
    assert found.figures[0].numerator == 24 * 3600 - 180


def test_short_outages_of_two_units_are_not_one_outage() -> None:
    # The one's last three minutes and the other's first three are neighbours on the axis.
    seen = together(states((0, UP), (23.95, DOWN), unit="north"), states((0, DOWN), (0.05, UP), unit="south"))
    looked = together(observed((0, 24), unit="north"), observed((0, 24), unit="south"))
    terms = rules(shortest_outage="5 min", unknown={"treat_as": "up"})
    found = measure(timeline(seen, looked, terms, of=subjects("north", "south")))
    assert [unit.value for unit in found.figures] == [1, 1]


def test_a_short_outage_beside_time_taken_to_be_down_counts_with_it() -> None:
    seen, looked = states((0, UP), (8, DOWN), (8.05, UP)), observed((0, 8.05), (9, 24))
    assert figure(timeline(seen, looked, rules(shortest_outage="5 min"))).value == Fraction(23, 24)


def test_an_outage_beside_time_taken_to_be_down_is_listed_as_it_was_seen() -> None:
    seen, looked = states((0, UP), (7, DOWN), (9, UP)), observed((0, 8), (9, 24))
    found = measure(timeline(seen, looked, rules()))
    assert found.outages["starts_at"].tolist() == [hour(7), hour(8)]
    assert found.outages["state"].tolist() == [DOWN, UNKNOWN]


def test_time_only_taken_to_be_down_is_listed_as_unknown() -> None:
    found = measure(timeline(states((0, UP)), observed((0, 8), (9, 24)), rules()))
    assert found.outages["state"].tolist() == [UNKNOWN]


# --- Denominators


def _office_hours() -> Any:
    return compile_hours(
        _weekdays(),
        HolidayTerms(country="SE", eves=()),
        ZoneInfo("UTC"),
        date(2026, 11, 1),
        date(2026, 12, 1),
    )


def test_service_hours_count_only_open_time() -> None:
    # Down 07-10: one hour before opening at 08 does not count; nine open hours.
    seen = states((0, UP), (7, DOWN), (10, UP))
    found = figure(timeline(seen, observed((0, 24)), rules()), hours=_office_hours())
    assert (found.numerator, found.denominator) == (7 * 3600, 9 * 3600)


def test_wall_clock_counts_all_time_whatever_the_service_hours() -> None:
    seen = states((0, UP), (7, DOWN), (10, UP))
    found = figure(timeline(seen, observed((0, 24)), rules(denominator="wall_clock")), hours=_office_hours())
    assert (found.numerator, found.denominator) == (21 * 3600, 24 * 3600)


def test_a_closed_period_has_no_value_and_nothing_to_know() -> None:
    saturday = (96, 120)
    found = figure(
        timeline(states((0, UP)), observed((0, None)), rules(), known_at=240),
        hours=_office_hours(),
        window=saturday,
    )
    assert (found.value, found.completeness) == (None, None)


def _nominal(hours: str, **changes: Any) -> Any:
    return rules(denominator="nominal", nominal_hours=hours, **changes)


def test_a_nominal_denominator_takes_its_hours_from_the_contract_and_outages_from_service_hours() -> None:
    seen = states((0, UP), (7, DOWN), (10, UP))
    found = figure(timeline(seen, observed((0, 24)), _nominal("12")), hours=_office_hours())
    assert (found.numerator, found.denominator) == (10 * 3600, 12 * 3600)


def test_a_nominal_denominator_is_by_month() -> None:
    found = figure(timeline(states((0, UP)), observed((0, 24)), _nominal("12")), months=3)
    assert found.denominator == 36 * 3600


def test_a_nominal_denominator_shrinks_by_what_is_left_out_and_with_the_part_that_is_known() -> None:
    # Known for 12 of 24 hours: 6 of 12 nominal ones, less one excluded.
    found = figure(
        timeline(states((0, UP)), observed((0, 24)), _nominal("12"), known_at=12), excluded=spans((2, 3))
    )
    assert found.denominator == 5 * 3600


def test_more_downtime_than_nominal_hours_is_no_availability_below_nought() -> None:
    found = figure(timeline(states((0, DOWN)), observed((0, 24)), _nominal("12")))
    assert found.value == 0


def test_a_nominal_denominator_of_a_closed_period_is_none() -> None:
    found = figure(
        timeline(states((0, UP)), observed((0, None)), _nominal("12"), known_at=240),
        hours=_office_hours(),
        window=(96, 120),
    )
    assert found.value is None


# --- Probers


def test_the_worst_of_the_probers_that_looked_holds() -> None:
    seen = together(states((0, UP)), states((0, UP), (5, DOWN), (6, UP), prober="other"))
    looked = together(observed((0, 24)), observed((0, 24), prober="other"))
    assert figure(timeline(seen, looked, rules())).value == Fraction(23, 24)


def test_where_one_prober_is_blind_the_other_knows() -> None:
    seen = together(states((0, UP)), states((0, UP), prober="other"))
    looked = together(observed((0, 10)), observed((8, 24), prober="other"))
    assert figure(timeline(seen, looked, rules())).completeness == 1


def test_a_fact_without_a_unit_concerns_every_unit_of_its_service() -> None:
    seen = states((0, UP), (5, DOWN), (6, UP))
    found = measure(timeline(seen, observed((0, 24)), rules(), of=subjects("north", "south")))
    assert [unit.value for unit in found.figures] == [Fraction(23, 24)] * 2
    assert found.outages["unit"].tolist() == ["north", "south"]


def test_a_service_seen_up_does_not_show_that_a_unit_with_facts_of_its_own_was() -> None:
    # The unit's own prober is blind 08-12; the service was down 10-11 and up beside that.
    seen = together(states((0, UP), unit="north"), states((0, UP), (10, DOWN), (11, UP)))
    looked = together(observed((0, 8), (12, 24), unit="north"), observed((0, 24)))
    found = figure(timeline(seen, looked, rules(), of=subjects("north")))
    assert in_hours([found.known, found.expected]) == [21, 24]
    assert (found.low, found.high) == (Fraction(20, 24), Fraction(23, 24))


def test_facts_of_another_service_or_unit_are_not_taken() -> None:
    other = states((0, DOWN)).assign(service="print")
    seen = together(states((0, UP)), other, states((0, DOWN), unit="north"))
    looked = together(
        observed((0, 24)), observed((0, 24)).assign(service="print"), observed((0, 24), unit="north")
    )
    assert figure(timeline(seen, looked, rules())).value == 1


def test_categorical_words_are_read_as_words() -> None:
    seen = SEEN.astype({"service": "category", "prober": "category", "unit": "category"})
    looked = LOOKED.astype({"service": "category", "prober": "category", "unit": "category"})
    assert figure(timeline(seen, looked, rules(), maintenance=PLANNED)) == fixture()


# --- Weights


def test_an_outage_weighs_the_users_it_hit() -> None:
    seen = states((0, UP), (1, DOWN, 25), (3, UP))
    found = measure(
        timeline(seen, observed((0, 24)), rules(weighting="users_affected"), of=subjects(users=100))
    )
    assert found.figures[0].value == 1 - Fraction(2 * 25, 24 * 100)
    assert found.outages["users_affected"].tolist() == [25]
    assert found.outages["lost"].tolist() == [2 * 3600 * 25]


def test_an_outage_that_does_not_say_whom_it_hit_hit_all() -> None:
    seen = states((0, UP), (1, DOWN), (3, UP))
    found = measure(
        timeline(seen, observed((0, 24)), rules(weighting="users_affected"), of=subjects(users=100))
    )
    assert found.figures[0].value == Fraction(22, 24)
    assert found.outages["users_affected"].isna().all()


def test_no_outage_hits_more_users_than_there_are() -> None:
    seen = states((0, UP), (1, DOWN, 500), (3, UP))
    found = figure(
        timeline(seen, observed((0, 24)), rules(weighting="users_affected"), of=subjects(users=100))
    )
    assert found.value == Fraction(22, 24)


def test_unknown_time_taken_for_down_hits_all_users() -> None:
    found = figure(
        timeline(
            states((0, UP)), observed((0, 12)), rules(weighting="users_affected"), of=subjects(users=100)
        )
    )
    assert (found.value, found.low, found.high) == (Fraction(1, 2), Fraction(1, 2), 1)


def test_an_outage_that_hit_nobody_is_listed_and_takes_nothing() -> None:
    seen = states((0, UP), (1, DOWN, 0), (3, UP))
    found = measure(
        timeline(seen, observed((0, 24)), rules(weighting="users_affected"), of=subjects(users=100))
    )
    assert found.figures[0].value == 1
    assert len(found.outages) == 1


def test_units_weigh_by_their_users() -> None:
    # North, 100 users, down 6 h; south, 300 users, up: 1 - 600 / 9600 = 15/16.
    of = subjects("north", "south").assign(users=pd.array([100, 300], dtype="Int64"))
    seen = together(states((0, DOWN), (6, UP), unit="north"), states((0, UP), unit="south"))
    looked = together(observed((0, 24), unit="north"), observed((0, 24), unit="south"))
    found = measure(timeline(seen, looked, rules(weighting="units"), of=of))
    whole = as_figure(found.amounts)
    assert whole.value == Fraction(15, 16)
    assert (whole.sample_size, whole.expected) == (2, 24 * 3600 * 400)


def test_weighting_by_users_without_users_is_refused_by_name_of_the_service() -> None:
    with pytest.raises(ValueError, match="users of mail"):
        timeline(states(), observed(), rules(weighting="users_affected"))


def test_a_figure_of_no_subjects_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one subject"):
        as_figure([])


def test_the_sum_of_nothing_is_nothing() -> None:
    assert add_up([]).denominator == 0


def test_no_subjects_have_no_amounts_and_no_outages() -> None:
    found = measure(timeline(SEEN, LOOKED, rules(unknown=CARRY), of=subjects().iloc[:0]))
    assert found.amounts == ()
    assert found.outages.empty


def test_the_midnight_of_these_tests_is_a_tuesday() -> None:
    assert pd.Timestamp(MIDNIGHT, unit="s").day_name() == "Tuesday"
