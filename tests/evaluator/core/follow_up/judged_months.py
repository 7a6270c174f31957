"""Outcomes of one indicator, month by month, for tests of what follows from them."""

from evaluator.core.outcomes import Outcome, Scope, Verdict, View

VERDICTS = {
    "+": Verdict.MET,
    "-": Verdict.MISSED,
    "?": Verdict.NOT_ASSESSABLE,
    "0": Verdict.NOT_MEASURED,
}


def outcome(
    period: str,
    sign: str,
    *,
    indicator: str = "K05",
    scope: Scope | None = None,
    view: View = View.AFTER_EXCLUSIONS,
    points: int = 2,
) -> Outcome:
    """Return an outcome of a month: `+` met, `-` missed, `?` not assessable, `0` not measured."""
    given = points if sign == "-" else 0
    return Outcome(
        indicator=indicator,
        period=period,
        scope=Scope("T1") if scope is None else scope,
        view=view,
        figure=None,
        verdict=VERDICTS[sign],
        points=given,
        repeated=False,
        points_after_repeat=given,
        confidence=None,
    )


def months(signs: str, *, indicator: str = "K05", service: str = "T1") -> list[Outcome]:
    """Return outcomes of the months from January 2026 on, one per sign."""
    return [
        outcome(f"2026-{number:02}", sign, indicator=indicator, scope=Scope(service))
        for number, sign in enumerate(signs, 1)
    ]
