"""The rules of the linter, by id. What breaks L04, L05, L08 or L09 outright is refused on reading."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from evaluator.contract.rule_names import RELATIVE_SCALE
from evaluator.core.lint import (
    caps,
    claims,
    clocks_without_words,
    derived_percentage,
    exclusion_deadlines,
    few_cases,
    gaps_in_facts,
    half_days,
    idle_limits,
    inverted_limits,
    nominal_hours,
    notice_dates,
    open_bands,
    percentage_against_hours,
    points_of_bands,
    pools,
    score_weights,
    sources_that_cannot,
    standard_time,
    unlisted_holidays,
    unseen_outages,
    what_history_shows,
)
from evaluator.core.lint.examined import Examined
from evaluator.core.lint.findings import LintFinding

Find = Callable[[Examined], Iterator[LintFinding]]


@dataclass(frozen=True)
class Rule:
    """A rule: its id, what it looks for, and how it finds it."""

    id: str
    looks_for: str
    find: tuple[Find, ...]


RULES = (
    Rule(
        percentage_against_hours.ID, "a percentage against hours of outage", (percentage_against_hours.find,)
    ),
    Rule(nominal_hours.ID, "nominal hours that no month has", (nominal_hours.find,)),
    Rule(derived_percentage.ID, "a percentage that its hours do not give", (derived_percentage.find,)),
    Rule(open_bands.ID, "values that no band holds, or two", (open_bands.find,)),
    Rule(sources_that_cannot.ID, "an indicator without a source of its facts", (sources_that_cannot.find,)),
    Rule(unseen_outages.ID, "a budget smaller than one look", (unseen_outages.find,)),
    Rule(few_cases.ONE_CASE, "a budget smaller than one case", (few_cases.find_one_case,)),
    Rule(score_weights.ID, "weights that do not sum to the whole", (score_weights.find, pools.find)),
    Rule(RELATIVE_SCALE, "a relative scale", ()),
    Rule(notice_dates.ID, "a notice that can be missed", (notice_dates.find,)),
    Rule(claims.ID, "claims that lapse too soon", (claims.find,)),
    Rule(half_days.ID, "half days left undefined", (half_days.find,)),
    Rule(standard_time.ID, "a zone without summer time", (standard_time.find,)),
    Rule(what_history_shows.ID, "a target never or always reached", (what_history_shows.find,)),
    Rule(few_cases.CHANCE, "a target that chance decides", (few_cases.find_chance,)),
    Rule(inverted_limits.ID, "limits of priorities that invert", (inverted_limits.find,)),
    Rule(clocks_without_words.ID, "a clock that can never run, stop or pause", (clocks_without_words.find,)),
    Rule(gaps_in_facts.ID, "figures judged on next to nothing", (gaps_in_facts.find,)),
    Rule(points_of_bands.ID, "points that do not grow with the miss", (points_of_bands.find,)),
    Rule(caps.ID, "caps out of reach, or reached at once", (caps.find,)),
    Rule(idle_limits.ID, "a limit that can never bind", (idle_limits.find,)),
    Rule(few_cases.NEVER_ENOUGH, "a sample that is hardly ever large enough", (few_cases.find_never_enough,)),
    Rule(exclusion_deadlines.ID, "exclusions without a deadline", (exclusion_deadlines.find,)),
    Rule(unlisted_holidays.ID, "holidays that the country's list does not have", (unlisted_holidays.find,)),
)
"""Every rule, in the order of its id."""


def lint(examined: Examined) -> list[LintFinding]:
    """Return what all rules find in a contract whose names fit together, by rule."""
    return [finding for rule in RULES for find in rule.find for finding in find(examined)]
