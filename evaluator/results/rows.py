"""Rows of the results' tables, and back: one pair of functions for each kind of result."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import pandas as pd

from evaluator.core.money.credits import Cap, ServiceCredit
from evaluator.core.outcomes import Figure, Outcome, Scope, Verdict, View
from evaluator.core.score import AreaScore, Score
from evaluator.core.statements import Statement
from evaluator.results.amounts import amount_of, minor_units
from evaluator.results.outlook_rows import budget_columns, budget_in, trend_columns, trend_in
from evaluator.results.provenance import CalendarUsed, Provenance
from evaluator.results.published import ComparedStatement, Evaluation, SourceHealth

Row = Mapping[str, Any]
_SEPARATOR = "\n"


def evaluation_row(number: int, provenance: Provenance) -> dict[str, Any]:
    """Return the row of an evaluation."""
    return {
        "number": number,
        "period": provenance.period,
        "contract_version": provenance.contract_version,
        "exclusions_version": provenance.exclusions_version,
        "horizon": provenance.horizon,
        "known_at": provenance.known_at,
        "program_version": provenance.program_version,
        "inputs": " ".join(str(number) for number in provenance.earlier),
        "evaluated_at": provenance.evaluated_at,
        "turn": 0,
    }


def evaluation_of(row: Row) -> Evaluation:
    """Return the evaluation of a row."""
    return Evaluation(**{name: row[name] for name in Evaluation.__dataclass_fields__})


def calendar_rows(number: int, calendars: Iterable[CalendarUsed]) -> list[dict[str, Any]]:
    """Return the rows of the calendars an evaluation used."""
    return [{"evaluation": number, **vars(calendar)} for calendar in calendars]


def outcome_row(number: int, outcome: Outcome) -> dict[str, Any]:
    """Return the row of an outcome."""
    return {
        "evaluation": number,
        "indicator": outcome.indicator,
        "period": outcome.period,
        "service": outcome.scope.service,
        "segment": outcome.scope.segment,
        "unit": outcome.scope.unit,
        "view": outcome.view.value,
        **_figure_columns(outcome.figure),
        "verdict": outcome.verdict.value,
        "points": outcome.points,
        "repeated": outcome.repeated,
        "points_after_repeat": outcome.points_after_repeat,
        "confidence_low": None if outcome.confidence is None else outcome.confidence[0],
        "confidence_high": None if outcome.confidence is None else outcome.confidence[1],
        **trend_columns(outcome.trend),
        **budget_columns(outcome.budget),
    }


def outcome_of(row: Row) -> Outcome:
    """Return the outcome of a row."""
    low, high = row["confidence_low"], row["confidence_high"]
    return Outcome(
        indicator=row["indicator"],
        period=row["period"],
        scope=Scope(row["service"], row["segment"], row["unit"]),
        view=View(row["view"]),
        figure=_figure_of(row),
        verdict=Verdict(row["verdict"]),
        points=row["points"],
        repeated=bool(row["repeated"]),
        points_after_repeat=row["points_after_repeat"],
        confidence=None if low is None or high is None else (low, high),
        trend=trend_in(row),
        budget=budget_in(row),
    )


def _figure_columns(figure: Figure | None) -> dict[str, Any]:
    names = ("numerator", "denominator", "sample_size", "misses", "known", "expected")
    columns: dict[str, Any] = {"measured": figure is not None}
    columns |= {name: None if figure is None else getattr(figure, name) for name in names}
    for name in ("low", "high", "response"):
        value = None if figure is None else getattr(figure, name)
        columns[f"{name}_numerator"] = None if value is None else value.numerator
        columns[f"{name}_denominator"] = None if value is None else value.denominator
    return columns | {"binding": "" if figure is None else figure.binding}


def _figure_of(row: Row) -> Figure | None:
    if not row["measured"]:
        return None
    names = ("numerator", "denominator", "sample_size", "misses", "known", "expected")
    return Figure(
        **{name: row[name] for name in names},
        low=_fraction(row["low_numerator"], row["low_denominator"]),
        high=_fraction(row["high_numerator"], row["high_denominator"]),
        # Results of earlier versions of the program have no such columns filled.
        binding=row["binding"] or "",
        response=_fraction(row["response_numerator"], row["response_denominator"]),
    )


def _fraction(numerator: int | None, denominator: int | None) -> Fraction | None:
    return None if numerator is None or denominator is None else Fraction(numerator, denominator)


def credit_row(number: int, credit: ServiceCredit, currency: str) -> dict[str, Any]:
    """Return the row of a credit; money as whole minor units."""
    return {
        "evaluation": number,
        "service": credit.service,
        "view": credit.view,
        "points": credit.points,
        "monthly_fee_minor": minor_units(credit.monthly_fee),
        "raw_share": str(credit.raw_share),
        "share": str(credit.share),
        "capped_by": credit.capped_by.value,
        "amount_minor": minor_units(credit.amount),
        "currency": currency,
        "reached": _SEPARATOR.join(credit.reached),
    }


def credit_of(row: Row) -> ServiceCredit:
    """Return the credit of a row."""
    return ServiceCredit(
        service=row["service"],
        view=row["view"],
        points=row["points"],
        monthly_fee=amount_of(row["monthly_fee_minor"]),
        raw_share=Fraction(row["raw_share"]),
        share=Fraction(row["share"]),
        capped_by=Cap(row["capped_by"]),
        amount=amount_of(row["amount_minor"]),
        # Results of earlier versions of the program have no such column filled.
        reached=tuple(Cap(name) for name in _words(row["reached"] or "")),
    )


def score_row(number: int, score: Score) -> dict[str, Any]:
    """Return the row of a score; its exact fractions as text, for they have no bound on their length."""
    return {
        "evaluation": number,
        "low": str(score.low),
        "high": str(score.high),
        "band_low": score.band_low,
        "band_high": score.band_high,
        "held_down_by": _SEPARATOR.join(score.held_down_by),
        "held_by_triggers": _SEPARATOR.join(score.held_by_triggers),
    }


def area_rows(number: int, score: Score) -> list[dict[str, Any]]:
    """Return the rows of a score's areas."""
    return [
        {
            "evaluation": number,
            "area": area.area,
            "position": position,
            "weight": area.weight,
            "value": None if area.value is None else str(area.value),
            "low": str(area.low),
            "high": str(area.high),
            "cases": area.cases,
        }
        for position, area in enumerate(score.areas)
    ]


def score_of(row: Row, areas: Sequence[Row]) -> Score:
    """Return the score of a row and those of its areas."""
    return Score(
        areas=tuple(
            AreaScore(
                area=area["area"],
                weight=area["weight"],
                value=None if area["value"] is None else Fraction(area["value"]),
                low=Fraction(area["low"]),
                high=Fraction(area["high"]),
                cases=area["cases"],
            )
            for area in areas
        ),
        low=Fraction(row["low"]),
        high=Fraction(row["high"]),
        band_low=row["band_low"],
        band_high=row["band_high"],
        held_down_by=_words(row["held_down_by"]),
        held_by_triggers=_words(row["held_by_triggers"] or ""),
    )


def statement_row(number: int, statement: Statement) -> dict[str, Any]:
    """Return the row of a statement of the supplier's beside our figure."""
    measured = statement.measured
    return {
        "evaluation": number,
        "indicator": statement.indicator,
        "service": statement.scope.service,
        "segment": statement.scope.segment,
        "unit": statement.scope.unit,
        "stated_numerator": statement.stated.numerator,
        "stated_denominator": statement.stated.denominator,
        "measured_numerator": None if measured is None else measured.numerator,
        "measured_denominator": None if measured is None else measured.denominator,
        "together": int(statement.together),
    }


def statement_of(row: Row) -> ComparedStatement:
    """Return the compared statement of a row."""
    return ComparedStatement(
        indicator=row["indicator"],
        scope=Scope(row["service"], row["segment"], row["unit"]),
        stated=Fraction(row["stated_numerator"], row["stated_denominator"]),
        measured=_fraction(row["measured_numerator"], row["measured_denominator"]),
        together=row["together"] == 1,
    )


def health_rows(number: int, health: Iterable[SourceHealth]) -> list[dict[str, Any]]:
    """Return the rows of the sources' health."""
    return [
        {**vars(source), "evaluation": number, "unmapped_words": _SEPARATOR.join(source.unmapped_words)}
        for source in health
    ]


def health_of(row: Row) -> SourceHealth:
    """Return the health of a source from a row."""
    columns = {name: row[name] for name in SourceHealth.__dataclass_fields__}
    return SourceHealth(**{**columns, "unmapped_words": _words(row["unmapped_words"])})


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split(_SEPARATOR)) if text else ()


def ticket_frame(number: int, tickets: pd.DataFrame) -> pd.DataFrame:
    """Return ticket evidence with the columns of its table: whole numbers and text."""
    texts = ("indicator", "service", "unit", "segment", "priority", "left_out_by")
    flags = ("in_working_days", "missed", "unknown")
    return _evidence(number, tickets.rename(columns={"limit": "limit_amount"}), texts, flags)


def outage_frame(number: int, outages: pd.DataFrame) -> pd.DataFrame:
    """Return outage evidence with the columns of its table: whole numbers and text."""
    texts = ("indicator", "service", "unit", "segment", "state", "left_out_by", "seen_by")
    return _evidence(number, outages, texts, ())


def _evidence(
    number: int, evidence: pd.DataFrame, texts: Sequence[str], flags: Sequence[str]
) -> pd.DataFrame:
    columns: dict[str, pd.Series] = {name: evidence[name].astype("str").fillna("") for name in texts}
    columns |= {name: evidence[name].astype("int64") for name in flags}
    others = [name for name in evidence.columns if name not in columns]
    return pd.DataFrame({**columns, **{name: evidence[name] for name in others}}).assign(evaluation=number)
