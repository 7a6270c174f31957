"""The first tile of the decision: from when on a new procurement is too late."""

import re
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from evaluator.core.deciding.time_plan.findings import Deadline, DeadlineKind, SafeStartDay
from evaluator.decisions.time_plan import TimePlanFile
from supplierwatch.deciding.files import DecidingFiles, ReadFile
from supplierwatch.web.app import build_app
from supplierwatch.web.pages import months
from tests.supplierwatch.web.served import Clock, client_of, watch_of

LABEL = {"sv": "Allt", "en": "All"}


def page_with(folder: Path, days: str | None) -> str:
    """Return the page of the decision where a procurement takes so long; None: without a time plan."""
    watch = watch_of(folder, {})
    if days is not None:
        duration = {"low": days, "likely": days, "high": days, "source": "test"}
        stage = {"id": "all", "label": LABEL, "duration": duration}
        content = {"draws": 1000, "stages": [stage], "appeal": None, "cancellation": None}
        plan = ReadFile("time_plan.yaml", TimePlanFile.model_validate(content), f"hash of {days}")
        watch = replace(watch, deciding=DecidingFiles(time_plan=plan))
    with client_of(build_app(lambda: watch, {}, Clock())) as client:
        return client.get("/decision?language=en").text


def test_the_latest_safe_start_is_the_first_tile(read_only_folder: Path) -> None:
    page = page_with(read_only_folder, "100 days")
    assert page.index('id="safe-start"') < page.index('id="clock"')
    # The contract ends on 31 December 2027; 8 + 31 + 30 + 31 = 100 days begin on 23 September.
    first = re.search(r'class="count"><strong>([^<]+)</strong>', page)
    assert first is not None
    assert first[1] == "23 September 2027"
    assert "days left" in page


def test_a_latest_safe_start_that_is_past_says_so(read_only_folder: Path) -> None:
    page = page_with(read_only_folder, "5 years")
    assert "It is past: without a bridging contract, services may be left uncovered." in page


def test_of_several_days_on_which_the_contract_can_end_each_says_what_is_left(
    read_only_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    starts = tuple(
        SafeStartDay(Deadline(name, DeadlineKind.EXPIRY, ends), day, Fraction(4, 5))
        for name, ends, day in (
            ("expiry", date(2028, 12, 31), date(2020, 1, 7)),
            ("option2.expiry", date(2090, 12, 31), date(2087, 1, 8)),
        )
    )
    monkeypatch.setattr(months, "safe_starts_of", lambda *_arguments: starts)
    page = page_with(read_only_folder, "100 days")
    assert "8 January 2087" in page  # the tile: the soonest start that is not past
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", page[page.index("each day on which") :], re.DOTALL)
    told = [re.sub(r"(?:<[^>]+>|\s)+", " ", row).strip() for row in rows]
    assert told[1] == "2028-12-31 2020-01-07 past"
    assert re.fullmatch(r"2090-12-31 2087-01-08 [\d\s,]+ days left", told[2])


def test_without_a_time_plan_the_decision_clock_is_the_first_tile(read_only_folder: Path) -> None:
    page = page_with(read_only_folder, None)
    assert 'id="safe-start"' not in page
    assert 'id="clock"' in page
