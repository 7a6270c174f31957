"""How much exclusions take out of a figure, in minutes or cases."""

from fractions import Fraction
from typing import Any

import pytest

from dashboards.report.removed import Extent, extent_of, removed_text, signed_minutes
from dashboards.wording import wording
from evaluator.contract.contract import Contract
from evaluator.contract.indicators import AnyIndicator
from evaluator.core.outcomes import Figure
from tests.dashboards.builders import contract_content, figure

ENGLISH = wording("en")
MONTH = 743 * 3600
DAY = 24 * 3600


def contract(**rules: Any) -> Contract:
    content = contract_content()
    content["availability_rules"]["catalogue"] |= rules
    return Contract.model_validate(content)


def availability(found: Contract) -> AnyIndicator:
    return found.indicator("K09b")


def lost(minutes: int, whole: int = MONTH, **changes: Any) -> Figure:
    """An availability of a month with so many minutes down."""
    return figure(whole - minutes * 60, whole, 1, known=whole, expected=whole, **changes)


def test_of_availability_the_minutes_down_are_what_differs() -> None:
    terms = contract(weighting="none")
    before, after = lost(120), lost(80, MONTH - 40 * 60)
    assert extent_of(availability(terms), terms, before).minutes == 120
    assert removed_text(availability(terms), terms, before, after, ENGLISH) == "−40\xa0min"  # noqa: RUF001 - the sign people read
    assert removed_text(availability(terms), terms, before, before, ENGLISH) == "±0\xa0min"


def test_a_figure_made_whole_by_multiplying_gives_the_same_minutes() -> None:
    # Weighed by a third of the users: every number of the figure is 3 times that of seconds.
    terms = contract(weighting="users_affected")
    tripled = figure(3 * MONTH - 100 * 60, 3 * MONTH, 1, known=MONTH, expected=MONTH)
    assert extent_of(availability(terms), terms, tripled).minutes == Fraction(100, 3)


def test_where_unknown_time_is_left_out_the_known_time_counts() -> None:
    excluded = contract(weighting="none", unknown={"treat_as": "exclude"})
    up = contract(weighting="none", unknown={"treat_as": "up"})
    # 60 minutes down; a day is unknown, which is in the denominator where it counts as up.
    known = MONTH - DAY
    left_out = figure(known - 3600, known, 1, known=known, expected=MONTH)
    assert extent_of(availability(excluded), excluded, left_out).minutes == 60
    counted_up = figure(MONTH - 3600, MONTH, 1, known=known, expected=MONTH)
    assert extent_of(availability(up), up, counted_up).minutes == 60


def test_of_a_nominal_length_the_minutes_missing_from_it_count() -> None:
    nominal = contract(weighting="none", denominator="nominal", nominal_hours=720)
    whole = 720 * 3600
    assert extent_of(availability(nominal), nominal, figure(whole - 1800, whole, 1)).minutes == 30


def test_where_units_weigh_by_their_users_the_minutes_are_those_of_users() -> None:
    terms = contract(weighting="units")
    assert removed_text(availability(terms), terms, lost(10), lost(4), ENGLISH) == "−6\xa0user minutes"  # noqa: RUF001 - as above


def test_of_tickets_the_cases_are_what_differs() -> None:
    terms = contract()
    tickets = terms.indicator("K05")
    before, after = figure(84, 100, misses=16), figure(84, 99, misses=15)
    assert extent_of(tickets, terms, before) == Extent(None, 100, 16)
    assert removed_text(tickets, terms, before, after, ENGLISH) == "−1 case"  # noqa: RUF001 - as above
    assert removed_text(tickets, terms, after, before, ENGLISH) == "+1 case"
    assert removed_text(tickets, terms, before, before, ENGLISH) == "±0 cases"


def test_what_is_not_there_in_one_view_has_no_difference() -> None:
    terms = contract()
    assert removed_text(terms.indicator("K05"), terms, None, figure(1, 2), ENGLISH) == ""
    assert removed_text(terms.indicator("K05"), terms, figure(1, 2), None, ENGLISH) == ""
    empty = figure(0, 0, 0)
    assert extent_of(availability(terms), terms, empty).minutes is None
    assert removed_text(availability(terms), terms, empty, empty, ENGLISH) == ""


@pytest.mark.parametrize(
    ("minutes", "shown"),
    [(Fraction(1, 3), "+0.3"), (Fraction(-100, 3), "−33.3"), (Fraction(1, 100), "±0"), (Fraction(0), "±0")],  # noqa: RUF001 - as above
)
def test_minutes_are_whole_where_they_are_and_have_one_decimal_else(minutes: Fraction, shown: str) -> None:
    assert signed_minutes(minutes, ENGLISH) == shown
