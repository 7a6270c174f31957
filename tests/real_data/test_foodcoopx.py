"""The probes of FoodCoopX/upptime beside the publisher's own percentages, as at 21 June 2026."""

from dataclasses import dataclass
from fractions import Fraction

import pytest

from collector.collect import RunRecord
from collector.instants import format_instant
from evaluator.core.outcomes import Scope, View
from evaluator.explain_outage import OutageExplanation
from evaluator.results.published import PeriodResults
from supplierwatch.explaining import Asked, explain_subject
from supplierwatch.reporting import ReportForm, render_report
from supplierwatch.watch import Watch
from tests.real_data.recorded_watches import collect_and_evaluate, copy_watch, instant, store_of

ASKED = Asked(View.AS_MEASURED, "en", shows_all=False)
PUBLISHED = instant("2026-06-21T02:33:57Z")
OPEN_ON_PAPER = {
    "bestell-wizard-leistenmuehle-lem": ("90.67", "98.53"),
    "tapir-katringer-gruenzeug-kgz": ("89.97", "97.83"),
    "bestell-wizard-katringer-gruenzeug": ("90.77", "98.63"),
    "tapir-leistenmuehle-lem": ("89.89", "97.75"),
    "solawi-hall-bestell-wizard": ("93.94", "98.91"),
}
"""Stated and measured per cent of the pages whose incident stayed open after the probes succeeded again."""


@dataclass(frozen=True)
class Evaluated:
    """The watch with June 2026 collected and evaluated."""

    watch: Watch
    runs: dict[str, RunRecord]
    results: PeriodResults


@pytest.fixture(scope="module")
def foodcoopx(tmp_path_factory: pytest.TempPathFactory) -> Evaluated:
    """Probes and statements, collected with the clock of the publisher's summary."""
    folder = tmp_path_factory.mktemp("foodcoopx")
    watch = copy_watch("foodcoopx", "data/upptime-foodcoopx", "records", folder)
    return Evaluated(watch, *collect_and_evaluate(watch, "2026-06", PUBLISHED))


def per_cent(value: Fraction | None) -> str:
    assert value is not None
    return f"{float(value * 100):.2f}"


def availability_of(foodcoopx: Evaluated, unit: str) -> Fraction | None:
    [figure] = [
        one.figure
        for one in foodcoopx.results.outcomes
        if one.scope == Scope("pages", "", unit) and one.view is View.AS_MEASURED
    ]
    return None if figure is None else figure.value


def test_exactly_five_pages_are_stated_more_than_five_hundredths_of_a_point_apart(
    foodcoopx: Evaluated,
) -> None:
    apart = {
        one.scope.unit: (per_cent(one.stated), per_cent(one.measured))
        for one in foodcoopx.results.statements
        if one.measured is None or abs(one.stated - one.measured) > Fraction(5, 10_000)
    }
    assert apart == OPEN_ON_PAPER


def test_the_other_27_agree_within_a_hundredth_of_a_point(foodcoopx: Evaluated) -> None:
    close = [
        one.scope.unit
        for one in foodcoopx.results.statements
        if one.measured is not None and abs(one.stated - one.measured) <= Fraction(1, 10_000)
    ]
    assert len(close) == 27
    assert not set(close) & set(OPEN_ON_PAPER)


def test_the_publisher_states_32_of_the_pages_that_were_probed(foodcoopx: Evaluated) -> None:
    units = {one.scope.unit for one in foodcoopx.results.outcomes} - {""}
    stated = {one.scope.unit for one in foodcoopx.results.statements}
    assert len(stated) == 32
    assert stated < units


def test_a_page_with_many_short_outages(foodcoopx: Evaluated) -> None:
    assert per_cent(availability_of(foodcoopx, "gemuesekollektiv-gkh")) == "96.34"
    seconds = sum(one.counted for one in foodcoopx.results.outages if one.unit == "gemuesekollektiv-gkh")
    assert f"{seconds / 60:.1f}" == "8348.6"


def test_a_page_with_one_long_outage_which_is_explained(foodcoopx: Evaluated) -> None:
    page = "keycloak-demo2-biotop-oberland"
    assert per_cent(availability_of(foodcoopx, page)) == "87.93"
    [outage] = [one for one in foodcoopx.results.outages if one.unit == page]
    assert f"{outage.counted / 60:.1f}" == "17449.7"
    middle = format_instant(outage.starts_at + 86_400)
    with store_of(foodcoopx.watch) as database:
        [explained] = explain_subject(foodcoopx.watch, database, f"pages/{page}@{middle}", ASKED)
    assert isinstance(explained, OutageExplanation)
    assert (explained.starts_at, explained.ends_at) == (outage.starts_at, outage.ends_at)
    assert [one.state.name for one in explained.sightings] == ["UP", "DOWN", "UP"]
    assert [one.counted for one in explained.judgements] == [outage.counted]


def test_four_outages_are_still_open(foodcoopx: Evaluated) -> None:
    assert len([one for one in foodcoopx.results.outages if one.ends_at is None]) == 4


def test_the_five_rows_that_are_neither_up_nor_down_are_kept_apart_and_shown(foodcoopx: Evaluated) -> None:
    assert foodcoopx.runs["probes"].rejects == 5
    assert {one.source: one.rejects for one in foodcoopx.results.health} == {"probes": 5, "statements": 0}


@pytest.mark.parametrize(("language", "assumed"), [("sv", "antagna"), ("en", "assumed")])
def test_the_report_says_that_the_target_is_assumed(
    foodcoopx: Evaluated, language: str, assumed: str
) -> None:
    text = render_report(foodcoopx.results, language, ReportForm.HTML)
    assert assumed in text
    assert "tapir-leistenmuehle-lem" in text
