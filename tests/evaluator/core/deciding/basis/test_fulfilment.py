"""How often a level was reached, counted by hand over a few months."""

from evaluator.core.deciding.basis.fulfilment import flips, fulfilment
from evaluator.core.outcomes import Figure, Outcome, Scope, Verdict, View

WHOLE = Scope("T1")
MET, MISSED, UNKNOWN = Verdict.MET, Verdict.MISSED, Verdict.NOT_ASSESSABLE


def outcome(
    period: str,
    verdict: Verdict,
    *,
    cases: int | None = 10,
    view: View = View.AFTER_EXCLUSIONS,
    scope: Scope = WHOLE,
    repeated: bool = False,
    points: int = 0,
) -> Outcome:
    figure = None if cases is None else Figure(9, 10, cases, 1, cases, cases, None, None)
    return Outcome("K05", period, scope, view, figure, verdict, points, repeated, points, None)


def test_met_missed_and_unjudged_periods_are_counted_apart() -> None:
    verdicts = [MET, MISSED, UNKNOWN, MET, Verdict.NOT_MEASURED]
    [found] = fulfilment(outcome(f"2026-0{n}", one) for n, one in enumerate(verdicts, start=1))
    assert (found.met, found.missed, found.without_verdict, found.judged) == (2, 1, 2, 3)


def test_a_period_without_a_verdict_does_not_break_a_row_of_misses() -> None:
    verdicts = [MISSED, MISSED, MET, MISSED, UNKNOWN, MISSED, MISSED, MET]
    [found] = fulfilment(outcome(f"2026-0{n}", one) for n, one in enumerate(verdicts, start=1))
    assert found.longest_miss == 3


def test_a_level_that_was_always_met_has_no_row_of_misses() -> None:
    [found] = fulfilment([outcome("2026-01", MET)])
    assert found.longest_miss == 0


def test_cases_points_and_repeats_are_summed_and_an_unmeasured_period_has_none() -> None:
    [found] = fulfilment(
        [
            outcome("2026-01", MISSED, cases=12, points=1),
            outcome("2026-02", MISSED, cases=8, points=2, repeated=True),
            outcome("2026-03", UNKNOWN, cases=None),
        ]
    )
    assert (found.cases, found.points, found.repeats) == (20, 3, 1)


def test_the_latest_period_is_last_in_whatever_order_they_come() -> None:
    [found] = fulfilment([outcome("2026-03", MET), outcome("2026-01", MISSED)])
    assert found.latest.period == "2026-03"


def test_scopes_and_views_are_kept_apart() -> None:
    found = fulfilment(
        [
            outcome("2026-01", MET),
            outcome("2026-01", MISSED, scope=Scope("T1", "schools")),
            outcome("2026-01", MISSED, view=View.AS_MEASURED),
        ]
    )
    assert [(one.scope, one.met, one.missed) for one in found] == [
        (Scope("T1"), 1, 0),
        (Scope("T1", "schools"), 0, 1),
    ]


def test_a_verdict_that_exclusions_turn_is_a_flip_and_others_are_none() -> None:
    before = outcome("2026-01", MISSED, view=View.AS_MEASURED)
    after = outcome("2026-01", MET)
    same = [outcome("2026-02", MET, view=view) for view in (View.AS_MEASURED, View.AFTER_EXCLUSIONS)]
    alone = outcome("2026-03", MET, view=View.AS_MEASURED)
    [found] = flips([before, after, *same, alone])
    assert (found.before, found.after) == (before, after)


def test_segments_have_no_flips_of_their_own() -> None:
    schools = Scope("T1", "schools")
    views = [
        outcome("2026-01", MISSED, view=View.AS_MEASURED, scope=schools),
        outcome("2026-01", MET, scope=schools),
    ]
    assert flips(views) == ()
