"""What the time plan says of a contract: the latest safe start, the bridge, and what moves them."""

from datetime import date
from fractions import Fraction

import numpy as np
import pytest

from evaluator.core.deciding.time_plan.assess import safe_starts
from evaluator.core.deciding.time_plan.build import appeal_probability, deadlines_of
from evaluator.core.deciding.time_plan.findings import (
    DeadlineKind,
    Feasibility,
    LeverKind,
    TimeFindings,
)
from evaluator.core.deciding.time_plan.paths import last_day_of
from evaluator.decisions.time_plan import TimePlanFile
from evaluator.decisions.time_plan_defaults import default_appeal
from evaluator.decisions.time_plan_parts import said
from tests.evaluator import small_contract as small
from tests.evaluator.core.deciding.time_plan.plans import appeal_terms, ask, contract, plan, stage

OPTION = {"id": "option2", "prolongs_to": "2030-12-31", "notice_by": "2027-12-31"}
EXAMPLE = contract("2028-12-31", {**OPTION, "internal_last_day": "2027-12-17"})


def fixed(days: str) -> dict[str, object]:
    return {"low": days, "likely": days, "high": days, "source": "test"}


def one_stage(**more: object) -> dict[str, object]:
    """A plan of one stage of 100 days, in which nothing happens."""
    stage = {"id": "all", "label": small.LABEL, "duration": fixed("100 days")}
    return {"stages": [stage], "appeal": None, "cancellation": None, **more}


def safe(found: TimeFindings, place: int = -1) -> date:
    day = found.paths[place].safe_start
    assert day is not None
    return day


def test_the_contract_sets_notice_and_last_days_and_a_notice_has_the_customers_own_last_day() -> None:
    assert [(one.name, one.kind, one.day) for one in deadlines_of(EXAMPLE)] == [
        ("option2.notice", DeadlineKind.NOTICE, date(2027, 12, 17)),
        ("expiry", DeadlineKind.EXPIRY, date(2028, 12, 31)),
        ("option2.expiry", DeadlineKind.OPTION_EXPIRY, date(2030, 12, 31)),
    ]


def test_an_option_without_a_stated_notice_date_has_none_and_one_not_open_sets_no_day() -> None:
    terms = contract(
        "2016-12-31", {**OPTION, "notice_by": None}, {**OPTION, "id": "old", "state": "not_used"}
    )
    assert [one.name for one in deadlines_of(terms)] == ["expiry", "option2.expiry"]


def test_the_base_plan_of_46_months_has_to_begin_in_february_46_months_before() -> None:
    # 8 + 5 + 6 + 2 + 5 + 2 + 0.4 + 6 + 9 + 3 = 46.4 months of 30.44 days.
    found = ask(EXAMPLE, "2026-11-09")
    starts = [one.base_start for one in found.paths]
    assert [(one.year, one.month) for one in starts if one is not None] == [(2025, 2), (2027, 2)]


def test_a_fixed_plan_is_safe_exactly_its_length_before_the_last_day() -> None:
    found = ask(contract("2028-12-31"), "2028-01-01", one_stage())
    # 100 days that end on 31 December begin on 23 September: 8 + 31 + 30 + 31 = 100.
    assert safe(found) == date(2028, 9, 23)
    assert found.paths[0].base_start == date(2028, 9, 23)
    assert found.paths[0].probability == 1


def test_a_start_far_beyond_the_last_day_is_reckoned_from_that_start() -> None:
    # 100 days from 1 March 2060: 31 + 30 + 31 are up to 31 May, and 8 more of June.
    found = ask(contract("2028-12-31"), "2028-01-01", one_stage(), start="2060-03-01")
    assert found.done_days[0] == found.done_days[-1] == date(2060, 6, 8)
    assert found.paths[0].feasibility is Feasibility.NOT_FEASIBLE


def test_what_begins_a_day_too_late_is_late_by_a_day() -> None:
    found = ask(contract("2028-12-31"), "2028-09-24", one_stage())
    path = found.paths[0]
    assert path.probability == 0
    assert path.feasibility is Feasibility.NOT_FEASIBLE
    assert path.late_by(Fraction(1, 2)) == 1


def test_nothing_begins_before_today_and_a_planned_start_is_kept() -> None:
    terms = contract("2028-12-31")
    assert ask(terms, "2028-01-01", one_stage(planned_start="2027-01-01")).start == date(2028, 1, 1)
    assert ask(terms, "2028-01-01", one_stage(planned_start="2028-03-01")).start == date(2028, 3, 1)
    assert ask(terms, "2028-01-01", one_stage(), start="2028-05-01").start == date(2028, 5, 1)


def test_between_sure_and_out_of_reach_it_is_uncertain() -> None:
    even = {"low": "0 days", "likely": "50 days", "high": "100 days", "source": "test"}
    # Half of the futures take less than 50 days.
    found = ask(contract("2028-12-31"), "2028-11-12", one_stage(durations={"all": even}))
    assert found.paths[0].probability == pytest.approx(0.5, abs=0.03)
    assert found.paths[0].feasibility is Feasibility.UNCERTAIN


def test_the_latest_safe_start_moves_with_the_time_of_an_appeal_and_of_the_introduction() -> None:
    def start(content: dict[str, object]) -> date:
        return safe(ask(EXAMPLE, "2026-11-09", content))

    as_usual = start({})
    appealed = start({"appeal": appeal_terms(probability="100 %")})
    longer = start({"appeal": appeal_terms(probability="100 %", first_instance=fixed("12 months"))})
    assert longer < appealed < as_usual
    assert start({"durations": {"transfer": fixed("14 months")}}) < as_usual
    assert start({"durations": {"transfer": fixed("6 months")}}) > as_usual


def test_a_fixed_introduction_a_month_longer_moves_the_start_by_that_month() -> None:
    lengths = [
        ask(contract("2028-12-31"), "2028-01-01", one_stage(durations={"all": fixed(days)}))
        for days in ("100 days", "130 days")
    ]
    assert (safe(lengths[0]) - safe(lengths[1])).days == 30


def test_levers_show_what_one_thing_that_is_certain_does_to_the_start() -> None:
    found = ask(EXAMPLE, "2026-11-09")
    by_kind = {one.kind: one.safe_start for one in found.levers if one.stage is None}
    planned = by_kind[LeverKind.AS_PLANNED]
    assert planned == found.next_path.safe_start
    assert planned is not None
    for kind in (LeverKind.ALWAYS_APPEALED, LeverKind.ALWAYS_CANCELLED):
        day = by_kind[kind]
        assert day is not None
        assert day < planned
    never = by_kind[LeverKind.NEVER_APPEALED]
    assert never is not None
    assert never >= planned
    stages = [one for one in found.levers if one.stage is not None]
    # Eight stages have a least and a most; the standstill has not.
    assert [one.kind for one in stages] == [LeverKind.STAGE_SHORT, LeverKind.STAGE_LONG] * 8


def test_the_plan_looks_at_the_soonest_day_within_reach_and_else_at_the_last() -> None:
    assert ask(EXAMPLE, "2026-11-09").next_path.deadline.name == "option2.expiry"
    assert ask(EXAMPLE, "2030-11-09").next_path.deadline.name == "option2.expiry"
    assert ask(EXAMPLE, "2023-11-09").next_path.deadline.name == "expiry"


def test_a_plan_that_is_done_is_in_time_where_it_was() -> None:
    found = ask(contract("2028-12-31"), "2028-10-01", one_stage(done={"all": "2028-09-30"}))
    path = found.paths[0]
    assert (path.is_done, path.safe_start) == (True, None)
    assert path.probability == 1
    assert path.stages[0].done_on == date(2028, 9, 30)
    assert safe_starts(found.plan, contract("2028-12-31"), date(2028, 10, 1)) == ()


def test_alternatives_are_held_against_deadlines_of_their_own() -> None:
    content = {
        "alternatives": [
            {
                "id": "prolong",
                "label": small.LABEL,
                "by": "option2.notice",
                "stages": ["politics"],
                "durations": {"politics": fixed("100 days")},
                "has_appeal": False,
                "has_cancellation": False,
            },
            {"id": "anew", "label": small.LABEL, "by": "expiry"},
        ]
    }
    found = ask(EXAMPLE, "2026-11-09", content)
    prolong, anew = found.feasibility_of("prolong"), found.feasibility_of("anew")
    assert prolong is not None
    assert anew is not None
    # 100 days that end on 17 December 2027 begin on 9 September: 22 + 31 + 30 + 17 = 100.
    assert (prolong.safe_start, prolong.feasibility) == (date(2027, 9, 9), Feasibility.FEASIBLE)
    assert (anew.deadline.day, anew.feasibility) == (date(2028, 12, 31), Feasibility.NOT_FEASIBLE)
    assert found.feasibility_of("unheard_of") is None


def test_what_may_happen_after_a_stage_that_an_alternative_does_not_need_does_not_happen() -> None:
    content = {"alternatives": [{"id": "a", "label": small.LABEL, "by": "expiry", "stages": ["needs"]}]}
    found = ask(EXAMPLE, "2026-11-09", content).alternatives[0]
    assert [one.id for one in found.stages] == ["needs"]


def test_safe_starts_alone_are_those_of_the_whole_assessment() -> None:
    found = ask(EXAMPLE, "2026-11-09")
    alone = safe_starts(found.plan, EXAMPLE, date(2026, 11, 9))
    assert [one.day for one in alone] == [one.safe_start for one in found.paths]


def test_no_start_is_safe_for_a_plan_longer_than_the_years_looked_at() -> None:
    content = one_stage(durations={"all": fixed("30 years")})
    found = ask(contract("2028-12-31"), "2026-11-09", content)
    assert (found.paths[0].safe_start, found.paths[0].base_start) == (None, None)
    assert safe_starts(found.plan, contract("2028-12-31"), date(2026, 11, 9))[0].day is None
    assert found.next_path is found.paths[-1]


def test_a_seeded_simulation_gives_the_same_answer_twice_and_another_seed_another() -> None:
    first, again = ask(EXAMPLE, "2026-11-09"), ask(EXAMPLE, "2026-11-09")
    assert first.done_days == again.done_days
    assert first.paths == again.paths
    assert ask(EXAMPLE, "2026-11-09", {"seed": 2}).done_days != first.done_days


def test_an_appeal_is_as_likely_as_the_share_of_its_number_of_bidders_or_as_stated() -> None:
    usual = default_appeal()
    shares = {one: appeal_probability(usual.model_copy(update={"bidders": one})) for one in (1, 2, 9, 10, 30)}
    assert shares == {
        1: 0,
        2: Fraction(53, 1000),
        9: Fraction(53, 1000),
        10: Fraction(14, 100),
        30: Fraction(14, 100),
    }
    assert appeal_probability(usual.model_copy(update={"probability": Fraction(1)})) == 1


def test_schools_move_only_in_breaks_known_from_the_contracts_hours_and_assumed_after_them() -> None:
    hours = small.hours(
        "08:00",
        "16:00",
        only_between=[
            {"first": "2028-01-10", "last": "2028-06-09"},
            {"first": "2028-08-21", "last": "2028-12-20"},
        ],
    )
    terms = small.contract(
        term={"first_day": "2026-01-01", "last_day": "2029-12-31", "options": []},
        service_hours={"office": small.hours("08:00", "17:00"), "school": hours},
    )
    content = one_stage(
        calendars={
            "breaks": {
                "label": small.LABEL,
                "outside_hours": "school",
                "yearly": [{"first": "06-12", "last": "08-14"}],
            }
        },
        stages=[
            {
                "id": "schools",
                "label": small.LABEL,
                "duration": fixed("20 days"),
                "only_during": "breaks",
            }
        ],
    )
    found = ask(terms, "2028-06-01", content)
    # The summer of 2028 is known: 10 June to 20 August. Twenty days of it end on 29 June.
    assert found.paths[0].stages[0].middle == date(2028, 6, 29)
    # That of 2029 is assumed: 12 June to 14 August. The last twenty days begin on 26 July.
    assert found.paths[0].safe_start == date(2029, 7, 26)
    assert [day for _, day in found.known_until] == [date(2028, 12, 20)]


def test_a_calendar_of_hours_without_terms_only_recurs() -> None:
    calendar = {
        "label": small.LABEL,
        "outside_hours": "office",
        "yearly": [{"first": "06-12", "last": "08-14"}],
    }
    found = ask(contract("2028-12-31"), "2028-01-01", one_stage(calendars={"breaks": calendar}))
    assert [day for _, day in found.known_until] == [None]


def test_what_is_decided_at_meetings_waits_for_the_next_one() -> None:
    content = one_stage(
        calendars={"council": {"label": small.LABEL, "days": ["2028-05-22"], "monthly": {"weekday": "mon"}}},
        stages=[
            {
                "id": "politics",
                "label": small.LABEL,
                "duration": fixed("10 days"),
                "ends_on": "council",
            }
        ],
    )
    found = ask(contract("2028-12-31"), "2028-05-01", content)
    assert found.paths[0].stages[0].middle == date(2028, 5, 22)


def test_the_last_day_of_a_share_is_the_first_by_which_that_many_are_done() -> None:
    after = np.array([40, 10, 30, 20], dtype=np.int64)
    assert [
        last_day_of(after, one) for one in (Fraction(0), Fraction(1, 2), Fraction(3, 5), Fraction(1))
    ] == [
        9,
        19,
        29,
        39,
    ]


def test_a_source_in_one_language_stays_as_it_is() -> None:
    assert said("by hand", "sv") == "by hand"
    assert said(default_appeal().source, "en").startswith("Upphandlingsmyndigheten, share")


def test_a_plan_without_appeal_or_cancellation_has_no_levers_for_them() -> None:
    found = ask(contract("2028-12-31"), "2028-01-01", one_stage())
    assert [one.kind for one in found.levers] == [LeverKind.AS_PLANNED]


def test_a_plan_without_an_appeal_refuses_to_change_it() -> None:
    with pytest.raises(ValueError, match="no appeal"):
        plan(stage("a", 1)).with_appeal(Fraction(1))
    with pytest.raises(ValueError, match="no cancellation"):
        plan(stage("a", 1)).with_cancellation(Fraction(1))


def test_every_default_is_valid_and_names_its_source() -> None:
    usual = TimePlanFile()
    assert [one.id for one in usual.stages][-1] == "stabilisation"
    assert all(one.duration is None or said(one.duration.source, "sv") for one in usual.stages)
    assert usual.cancellation is not None
    assert (usual.cancellation.probability, usual.cancellation.year) == (Fraction(1, 10), 2015)
