"""Limits in words: days where time goes around the clock, hours elsewhere, and what kinds are called."""

from typing import Any

import pytest
from pydantic import TypeAdapter

from dashboards.report.limits import clocks_of, describe_time, is_around_the_clock, is_whole_days, kind_label
from dashboards.report.values import describe_target
from dashboards.wording import wording
from evaluator.contract.indicators import AnyIndicator
from tests.dashboards.builders import contract_content, indicator_content, make_contract

SWEDISH, ENGLISH = wording("sv"), wording("en")
READ: TypeAdapter[AnyIndicator] = TypeAdapter(AnyIndicator)
ALWAYS = {**contract_content()["clocks"]["resolution"], "hours": "always"}
CONTRACT = make_contract(
    clocks={**contract_content()["clocks"], "day_and_night": ALWAYS},
    ticket_kinds={"pc_order": {"sv": "Beställning av dator", "en": "Order of a computer"}},
)
OPENED = {"event": "opened"}
CLOSED = {"event": "state", "states": ["closed"], "which": "first"}


def made(kind: str, **changes: Any) -> AnyIndicator:
    plain: dict[str, Any] = {
        "bands": [],
        "consequence": "none",
        "minimum_sample": None,
        "tickets": {},
        "month_of": "opened",
    }
    return READ.validate_python(indicator_content("X", kind, **(plain | changes)))


def lead_time(hours: str, **within: Any) -> AnyIndicator:
    return made(
        "lead_time",
        start=OPENED,
        end=CLOSED,
        hours=hours,
        cancels_in=[],
        within=within,
        used_up_at_close="close" if hours != "always" and "time" in str(within) else None,
        result="share_within",
        month_of="end",
    )


def within(clock: str, time: str) -> AnyIndicator:
    return made("time_within_target", clock=clock, within={"limit": {"time": time}})


@pytest.mark.parametrize(
    ("indicator", "swedish", "english"),
    [
        (lead_time("always", limit={"time": "14 d"}), "14\xa0dygn", "14\xa0days"),
        (lead_time("always", limit={"time": "36 h"}), "36\xa0tim", "36\xa0h"),
        (lead_time("service", limit={"time": "48 h"}), "48\xa0tim", "48\xa0h"),
        (within("day_and_night", "48 h"), "2\xa0dygn", "2\xa0days"),
        (within("resolution", "48 h"), "48\xa0tim", "48\xa0h"),
    ],
)
def test_a_limit_of_whole_days_reads_in_days_only_around_the_clock(
    indicator: AnyIndicator, swedish: str, english: str
) -> None:
    assert describe_target(indicator, CONTRACT, SWEDISH).endswith(swedish)
    assert describe_target(indicator, CONTRACT, ENGLISH).endswith(english)


def test_limits_by_kind_name_the_kind_as_the_contract_calls_it() -> None:
    limits = {"pc_order": {"working_days": 5}, "other": {"working_days": 1}}
    shown = describe_target(lead_time("service", limit_by="kind", limits=limits), CONTRACT, SWEDISH)
    assert shown.endswith("5 arbetsdagar (Beställning av dator), 1 arbetsdag (other)")


def test_a_kind_without_a_label_shows_its_name() -> None:
    assert kind_label("other", CONTRACT, SWEDISH) == "other"


@pytest.mark.parametrize(("seconds", "whole"), [(0, False), (86_399, False), (86_400, True), (172_800, True)])
def test_whole_days_are_multiples_of_24_hours(seconds: int, whole: bool) -> None:  # noqa: FBT001 - a parameter
    assert is_whole_days(seconds) is whole


def test_a_time_is_told_in_days_where_its_limit_is() -> None:
    # 15 days and 1 hour against 14 days; against 4 hours the hours stay hours
    used = 15 * 86_400 + 3600
    assert describe_time(used, 14 * 86_400, ENGLISH, around_the_clock=True) == "15\xa0days 1\xa0h"
    assert describe_time(used, 4 * 3600, ENGLISH, around_the_clock=True) == "361\xa0h"
    assert describe_time(used, None, ENGLISH, around_the_clock=True) == "361\xa0h"


@pytest.mark.parametrize(
    ("indicator", "clocks"),
    [
        (within("resolution", "4 h"), ("resolution",)),
        (
            made(
                "count",
                count="tickets",
                that=[{"clock": "day_and_night", "longer_than": "4 h"}],
                clock="resolution",
                month_of="stopped",
            ),
            ("day_and_night", "resolution"),
        ),
        (made("mean", of={"clock": "resolution"}), ("resolution",)),
        (made("mean", of={"start": OPENED, "end": CLOSED, "hours": "always"}), ()),
        (lead_time("always", limit={"time": "14 d"}), ()),
    ],
)
def test_the_clock_of_an_indicators_times_comes_first(
    indicator: AnyIndicator, clocks: tuple[str, ...]
) -> None:
    assert clocks_of(indicator) == clocks


def test_a_mean_between_two_events_is_around_the_clock_where_its_hours_are() -> None:
    events = {"start": OPENED, "end": CLOSED}
    assert is_around_the_clock(made("mean", of={**events, "hours": "always"}), CONTRACT)
    assert not is_around_the_clock(made("mean", of={**events, "hours": "service"}), CONTRACT)
    assert not is_around_the_clock(made("mean", of={"clock": "resolution"}), CONTRACT)
