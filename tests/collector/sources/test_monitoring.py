"""States of services, samples turned into changes, what was observed, and maintenance windows.

Instants are written in seconds after `START`; in tables of text as `@100`.
"""

import re
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collector.mapping import SamplesMapping, read_mapping
from collector.records import FactKind
from collector.source import Normalised
from collector.sources.samples import SamplesSource
from tests.collector.sources.helpers import delivered, instant, intake, plain, reasons

START = instant("2026-03-01T00:00:00+00:00")
SAMPLES: dict[str, Any] = {
    "type": "samples",
    "columns": {"at": "time", "state": "status", "service": "host"},
    "states": {"ok": "up", "slow": "degraded", "fail": "down"},
    "records": "all",
    "max_gap": 60,
    "time_format": "unix",
}


def states(found: Normalised) -> list[list[Any]]:
    return plain(after_start(found.facts[FactKind.SERVICE_STATE], "at")[["service", "at", "state"]])


def observed(found: Normalised) -> list[list[Any]]:
    facts = after_start(found.facts[FactKind.OBSERVED], "from_at", "to_at")
    return plain(facts[["service", "from_at", "to_at"]])


def after_start(facts: pd.DataFrame, *columns: str) -> pd.DataFrame:
    return facts.assign(**{name: facts[name] - START for name in columns})


def timed(table: str) -> str:
    return re.sub(r"@(\d+)", lambda found: str(START + int(found[1])), table)


def samples(*rows: tuple[int, str]) -> str:
    return "time,status,host\n" + "".join(f"{START + at},{state},T1\n" for at, state in rows)


def test_samples_become_changes_and_one_observed_interval(tmp_path: Path) -> None:
    found = intake(
        delivered(tmp_path, samples((100, "ok"), (160, "ok"), (200, "fail"), (250, "fail"))), SAMPLES
    )
    assert states(found) == [["T1", 100, 1], ["T1", 200, 3]]
    # The last sample, at 250, speaks until 310.
    assert observed(found) == [["T1", 100, 310]]


def test_after_a_longer_gap_the_rest_was_not_observed(tmp_path: Path) -> None:
    # 61 seconds between the samples: 160 to 161 is unknown.
    found = intake(delivered(tmp_path, samples((100, "ok"), (161, "ok"))), SAMPLES)
    assert observed(found) == [["T1", 100, 160], ["T1", 161, 221]]


def test_a_gap_of_exactly_the_limit_is_bridged(tmp_path: Path) -> None:
    assert observed(intake(delivered(tmp_path, samples((100, "ok"), (160, "ok"))), SAMPLES)) == [
        ["T1", 100, 220]
    ]


def test_a_source_of_changes_holds_without_limit(tmp_path: Path) -> None:
    mapping = {**SAMPLES, "records": "changes_only", "max_gap": None}
    found = intake(delivered(tmp_path, samples((100, "ok"), (9_000_000, "fail"))), mapping)
    assert observed(found) == [["T1", 100, None]]


def test_a_publisher_may_say_since_when_a_service_is_watched(tmp_path: Path) -> None:
    mapping = {
        **SAMPLES,
        "records": "changes_only",
        "max_gap": None,
        "exists_from": {"column": "since", "state": "up"},
    }
    rows = "time,status,host,since\n@500,fail,T1,@100\n@600,ok,T1,@100\n@500,ok,T2,@700\n@500,ok,T3,\n"
    found = intake(delivered(tmp_path, timed(rows)), mapping)
    assert states(found) == [["T1", 100, 1], ["T1", 500, 3], ["T1", 600, 1], ["T2", 500, 1], ["T3", 500, 1]]
    assert observed(found) == [["T1", 100, None], ["T2", 500, None], ["T3", 500, None]]


def test_a_state_the_mapping_does_not_list_is_put_aside(tmp_path: Path) -> None:
    found = intake(delivered(tmp_path, samples((100, "odd"), (160, "ok"))), SAMPLES)
    assert reasons(found) == [(2, "the mapping lists no such state: odd")]
    assert states(found) == [["T1", 160, 1]]


def test_a_sample_without_service_or_time_is_put_aside(tmp_path: Path) -> None:
    found = intake(delivered(tmp_path, timed("time,status,host\n@100,ok,\n,ok,T1\n")), SAMPLES)
    assert reasons(found) == [(2, "the service is blank"), (3, "the time is blank")]
    assert states(found) == []


def test_samples_of_several_probers_and_units_are_kept_apart(tmp_path: Path) -> None:
    columns = {**SAMPLES["columns"], "prober": "by", "unit": "site"}
    rows = (
        "time,status,host,by,site\n@100,ok,T1,p1,U1\n@100,fail,T1,p2,U1\n@130,ok,T1,p1,\n@130,ok,T1,p1,U1\n"
    )
    found = intake(delivered(tmp_path, timed(rows)), {**SAMPLES, "columns": columns})
    assert plain(after_start(found.facts[FactKind.SERVICE_STATE], "at")) == [
        ["p1", "T1", "U1", 100, 1, None],
        ["p2", "T1", "U1", 100, 3, None],
        ["p1", "T1", None, 130, 1, None],
    ]


def test_the_prober_is_the_constant_or_the_name_of_the_source(tmp_path: Path) -> None:
    path = delivered(tmp_path, samples((100, "ok")))
    named = intake(path, {**SAMPLES, "constants": {"prober": "p1"}})
    assert named.facts[FactKind.SERVICE_STATE]["prober"].tolist() == ["p1"]
    assert intake(path, SAMPLES).facts[FactKind.SERVICE_STATE]["prober"].tolist() == ["tickets"]


def test_of_two_samples_at_one_instant_the_later_row_stands(tmp_path: Path) -> None:
    assert states(intake(delivered(tmp_path, samples((100, "ok"), (100, "fail"))), SAMPLES)) == [
        ["T1", 100, 3]
    ]


def test_records_of_states_are_kept_as_they_are_with_users_affected(tmp_path: Path) -> None:
    mapping = {
        **SAMPLES,
        "type": "service_states",
        "records": "changes_only",
        "max_gap": None,
        "columns": {**SAMPLES["columns"], "users_affected": "users"},
    }
    rows = "time,status,host,users\n@100,ok,T1,\n@200,ok,T1,0\n@300,fail,T1,40\n@400,fail,T1,many\n"
    found = intake(delivered(tmp_path, timed(rows)), mapping)
    kept = after_start(found.facts[FactKind.SERVICE_STATE], "at")
    rows_kept = plain(kept[["at", "state", "users_affected"]])
    assert rows_kept == [[100, 1, None], [200, 1, 0], [300, 3, 40]]
    assert reasons(found) == [(5, "users: this is no whole number: many")]


def test_a_change_in_users_affected_is_a_change(tmp_path: Path) -> None:
    mapping = {**SAMPLES, "columns": {**SAMPLES["columns"], "users_affected": "users"}}
    rows = "time,status,host,users\n@100,fail,T1,5\n@130,fail,T1,5\n@160,fail,T1,9\n"
    assert states(intake(delivered(tmp_path, timed(rows)), mapping)) == [["T1", 100, 3], ["T1", 160, 3]]


def _seconds_by_state(path: Path, page_rows: int) -> dict[int, int]:
    """Return for every observed second the state then, as a reader of the facts sees it."""
    mapping = read_mapping(SAMPLES)
    assert isinstance(mapping, SamplesMapping)
    source = SamplesSource("t", [path], mapping, page_rows=page_rows)
    pages = [source.normalise(page).facts for page in source.fetch(None)]
    changed = pd.concat([page[FactKind.SERVICE_STATE] for page in pages]).drop_duplicates("at", keep="last")
    seen = {
        second
        for page in pages
        for start, end in zip(
            page[FactKind.OBSERVED]["from_at"] - START, page[FactKind.OBSERVED]["to_at"] - START, strict=True
        )
        for second in range(start, end)
    }
    changed = after_start(changed, "at").sort_values("at")
    borders = [*changed["at"].tolist(), 1 << 20]
    return {
        second: state
        for (start, end), state in zip(pairwise(borders), changed["state"].tolist(), strict=True)
        for second in range(start, min(end, 3000))
        if second in seen
    }


@settings(deadline=None, max_examples=15)
@given(
    st.lists(st.tuples(st.integers(1, 130), st.sampled_from(["ok", "fail"])), min_size=1, max_size=9),
    st.integers(1, 4),
)
def test_what_is_known_of_each_second_does_not_depend_on_pages(
    steps: list[tuple[int, str]], page_rows: int
) -> None:
    at = 0
    rows = []
    for step, state in steps:
        at += step
        rows.append((at, state))
    with TemporaryDirectory() as folder:
        path = delivered(Path(folder), samples(*rows))
        known = _seconds_by_state(path, 100)
        assert known
        assert _seconds_by_state(path, page_rows) == known


MAINTENANCE: dict[str, Any] = {
    "type": "maintenance",
    "columns": {"window": "id", "starts_at": "from", "ends_at": "to", "announced_at": "told", "unit": "site"},
    "constants": {"service": "T1"},
    "time_zone": "Europe/Stockholm",
}


def test_a_maintenance_window_has_start_end_and_announcement(tmp_path: Path) -> None:
    rows = "id,from,to,told,site\nM1,2026-03-01 22:00,2026-03-02 02:00,2026-02-20,\n"
    found = intake(delivered(tmp_path, rows), MAINTENANCE)
    assert plain(found.facts[FactKind.MAINTENANCE]) == [
        [
            "M1",
            "T1",
            None,
            instant("2026-03-01T21:00:00+00:00"),
            instant("2026-03-02T01:00:00+00:00"),
            instant("2026-02-19T23:00:00+00:00"),
        ]
    ]


def test_a_window_without_key_or_length_is_put_aside(tmp_path: Path) -> None:
    rows = "id,from,to,told,site\n,2026-03-01 22:00,2026-03-02 02:00,,\n"
    rows += "M2,2026-03-01 22:00,2026-03-01 22:00,,\nM3,,2026-03-01 22:00,,\n"
    found = intake(delivered(tmp_path, rows), MAINTENANCE)
    assert reasons(found) == [
        (2, "the key of the window is blank"),
        (3, "the window does not end after it starts"),
        (4, "the start of the window is blank"),
    ]


@pytest.mark.parametrize(
    ("called_off", "end"),
    [
        ("", "2026-03-02T01:00:00+00:00"),
        ("2026-03-02 00:00", "2026-03-01T23:00:00+00:00"),
        ("2026-03-02 03:00", "2026-03-02T01:00:00+00:00"),
        # Called off before it began: it never was.
        ("2026-02-27 12:00", "2026-03-01T21:00:00+00:00"),
    ],
)
def test_a_window_that_is_called_off_ends_then(tmp_path: Path, called_off: str, end: str) -> None:
    mapping = MAINTENANCE | {"columns": MAINTENANCE["columns"] | {"cancelled_at": "off"}}
    rows = f"id,from,to,told,site,off\nM1,2026-03-01 22:00,2026-03-02 02:00,2026-02-20,,{called_off}\n"
    facts = intake(delivered(tmp_path, rows), mapping).facts[FactKind.MAINTENANCE]
    assert facts["starts_at"].tolist() == [instant("2026-03-01T21:00:00+00:00")]
    assert facts["ends_at"].tolist() == [instant(end)]


TAKEN = st.lists(
    st.tuples(st.integers(0, 400), st.sampled_from(["ok", "slow", "fail"])),
    min_size=1,
    max_size=9,
    unique_by=lambda sample: sample[0],
)


@settings(deadline=None, max_examples=15)
@given(TAKEN, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_and_doubled_ones_change_nothing(
    taken: list[tuple[int, str]], random: Any
) -> None:
    shuffled = random.sample([*taken, *taken], 2 * len(taken))
    with TemporaryDirectory() as folder:
        one = intake(delivered(Path(folder), samples(*sorted(taken)), "one.csv"), SAMPLES)
        other = intake(delivered(Path(folder), samples(*shuffled), "other.csv"), SAMPLES)
    assert (states(one), observed(one)) == (states(other), observed(other))


@settings(deadline=None, max_examples=15)
@given(TAKEN)
def test_a_sample_speaks_for_the_longest_gap_and_not_a_second_more(taken: list[tuple[int, str]]) -> None:
    with TemporaryDirectory() as folder:
        known = _seconds_by_state(delivered(Path(folder), samples(*sorted(taken))), 100)
    numbers = {"ok": 1, "slow": 2, "fail": 3}
    expected = {}
    for second in range(500):
        told = [(at, numbers[state]) for at, state in taken if second - 60 < at <= second]
        if told:
            expected[second] = max(told)[1]
    assert known == expected


def test_a_prober_that_falls_silent_does_not_silence_another(tmp_path: Path) -> None:
    columns = {**SAMPLES["columns"], "prober": "by"}
    rows = "time,status,host,by\n@100,ok,T1,p1\n@100,ok,T1,p2\n@160,ok,T1,p2\n@220,ok,T1,p2\n"
    found = intake(delivered(tmp_path, timed(rows)), {**SAMPLES, "columns": columns})
    facts = after_start(found.facts[FactKind.OBSERVED], "from_at", "to_at")
    assert plain(facts[["prober", "from_at", "to_at"]]) == [["p1", 100, 160], ["p2", 100, 280]]
