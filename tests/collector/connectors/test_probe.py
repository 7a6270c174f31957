"""The own probe as a source."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collector.connectors.connector import Connector
from collector.errors import SourceUnreadable
from collector.instants import format_instant
from collector.probing.outcome import Sample
from collector.probing.spool import Spool, SpoolLimits
from collector.records import FactKind
from tests.collector.connectors.helpers import World, brought, connector_of, facts, fetched
from tests.collector.probing.fast import MIDNIGHT
from tests.collector.probing.terms import SAMPLES, probe_of

CERTIFICATES: dict[str, Any] = {
    "type": "measurements",
    "time_zone": "UTC",
    "columns": {"measure": "measure", "service": "service", "unit": "unit", "day": "day", "value": "days"},
}
T1 = probe_of()


def sample(at: int, state: str = "up", **more: Any) -> dict[str, str]:
    """Return what is written of a look at T1, `at` seconds after midnight."""
    told: dict[str, Any] = {
        "probe": T1,
        "prober": "City",
        "result": state,
        "milliseconds": 20,
        "tries": 1,
    } | more
    return Sample(at=MIDNIGHT + at, state=state, **told).as_record()


def write(folder: Path, *segments: list[dict[str, str]], prober: str = "City") -> None:
    """Write finished segments as a prober does."""
    spool = Spool.begin(folder / "spool" / prober, SpoolLimits(), MIDNIGHT)
    for number, lines in enumerate(segments):
        spool.append(lines, number * 60.0)
        spool.turn(MIDNIGHT - 10 * 86_400, number * 60.0 + 60)
    spool.end()


def probe_source(folder: Path, mapping: dict[str, Any] = SAMPLES) -> Connector[Any]:
    return connector_of({"type": "probe"}, mapping, World(MIDNIGHT + 86_400, folder=folder))


def states(folder: Path, mapping: dict[str, Any] = SAMPLES) -> list[tuple[str, int, int]]:
    """Return (prober, seconds after midnight, state) of everything in the spool."""
    rows = facts(brought(probe_source(folder, mapping)), FactKind.SERVICE_STATE)
    return [
        (prober, at - MIDNIGHT, state)
        for prober, at, state in zip(rows["prober"], rows["at"], rows["state"], strict=True)
    ]


def observed(folder: Path) -> list[tuple[int, int]]:
    rows = facts(brought(probe_source(folder)), FactKind.OBSERVED)
    return [
        (start - MIDNIGHT, end - MIDNIGHT) for start, end in zip(rows["from_at"], rows["to_at"], strict=True)
    ]


def test_samples_become_changes_of_state(tmp_path: Path) -> None:
    write(tmp_path, [sample(0), sample(60), sample(120, "down"), sample(180, "down"), sample(240)])
    assert states(tmp_path) == [("City", 0, 1), ("City", 120, 3), ("City", 240, 1)]


def test_a_service_was_observed_for_as_long_as_the_last_sample_speaks(tmp_path: Path) -> None:
    # Every minute, and half of it again: 240 + 90.
    write(tmp_path, [sample(at) for at in (0, 60, 120, 180, 240)])
    assert observed(tmp_path) == [(0, 330)]


def test_where_samples_are_missing_nothing_was_observed(tmp_path: Path) -> None:
    # The sample at 60 speaks until 150; nothing was seen from there to 300.
    write(tmp_path, [sample(0), sample(60), sample(300)])
    assert observed(tmp_path) == [(0, 150), (300, 390)]


def test_each_target_is_observed_by_its_own_interval(tmp_path: Path) -> None:
    hourly = probe_of(name="T2 page", service="T2", every=3600)
    write(tmp_path, [sample(0), sample(0, probe=hourly), sample(60)])
    # The hourly one could speak for 5,400 s, but max_gap of the mapping is 3,600.
    assert observed(tmp_path) == [(0, 150), (0, 3600)]


def test_two_aspects_of_one_service_are_seen_as_two(tmp_path: Path) -> None:
    names = probe_of(name="T1 names", aspect="names")
    write(tmp_path, [sample(0), sample(30, "down", probe=names)])
    assert states(tmp_path) == [("City", 0, 1), ("City: names", 30, 3)]


def test_a_mapping_may_go_by_the_result_instead_of_the_state(tmp_path: Path) -> None:
    words = {"up": "up", "content": "degraded"}
    mapping = SAMPLES | {"columns": SAMPLES["columns"] | {"state": "result"}, "states": words}
    write(tmp_path, [sample(0), sample(60, "down", result="content")])
    assert states(tmp_path, mapping) == [("City", 0, 1), ("City", 60, 2)]


def test_what_was_read_is_not_read_again(tmp_path: Path) -> None:
    write(tmp_path, [sample(0)], [sample(60)])
    pages = fetched(probe_source(tmp_path))
    assert sum(len(page.rows) for page in pages) == 2
    assert sum(len(page.rows) for page in fetched(probe_source(tmp_path), pages[-1].cursor)) == 0
    write(tmp_path, [sample(120)])
    again = fetched(probe_source(tmp_path), pages[-1].cursor)
    assert [list(page.rows["at"]) for page in again if len(page.rows)] == [[format_instant(MIDNIGHT + 120)]]


def test_a_segment_that_is_still_open_waits(tmp_path: Path) -> None:
    spool = Spool.begin(tmp_path / "spool" / "City", SpoolLimits(), MIDNIGHT)
    spool.append([sample(0)], 0.0)
    assert sum(len(page.rows) for page in fetched(probe_source(tmp_path))) == 0
    spool.end()
    assert sum(len(page.rows) for page in fetched(probe_source(tmp_path))) == 1


def test_several_probers_are_read_each_from_where_it_stopped(tmp_path: Path) -> None:
    write(tmp_path, [sample(0)], prober="City")
    write(tmp_path, [sample(0, prober="School")], [sample(60, prober="School")], prober="School")
    pages = fetched(probe_source(tmp_path))
    assert sum(len(page.rows) for page in pages) == 3
    write(tmp_path, [sample(60)], prober="City")
    again = fetched(probe_source(tmp_path), pages[-1].cursor)
    assert [list(page.rows["prober"]) for page in again if len(page.rows)] == [["City"]]
    assert sum(len(page.rows) for page in fetched(probe_source(tmp_path), again[-1].cursor)) == 0


def test_segments_that_were_removed_before_they_were_read_are_told_as_lost(tmp_path: Path) -> None:
    write(tmp_path, [sample(0)], [sample(60)], [sample(120)])
    first, second, _ = sorted((tmp_path / "spool" / "City").glob("*.jsonl"))
    first.unlink()
    second.unlink()
    pages = fetched(probe_source(tmp_path))
    told = [warning.found for page in pages for warning in page.warnings]
    lost = "2 segments of the prober 'City' were removed before they were collected"
    assert told == [f"{lost}: what it saw then is lost, and unknown"]
    assert [w for page in fetched(probe_source(tmp_path), pages[-1].cursor) for w in page.warnings] == []


@pytest.mark.parametrize(
    "line", ["no JSON", "[]", "{}", json.dumps(sample(0) | {"at": "yesterday"}), '{"at": 5}', "[" * 100_000]
)
def test_a_line_that_is_no_sample_is_told_and_the_others_are_read(tmp_path: Path, line: str) -> None:
    write(tmp_path, [sample(0)])
    [segment] = (tmp_path / "spool" / "City").glob("*.jsonl")
    with segment.open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    [page, *_] = fetched(probe_source(tmp_path))
    assert len(page.rows) == 1
    assert "1 lines of the prober 'City' are no samples" in page.warnings[0].found


@settings(max_examples=40)
@given(line=st.binary(max_size=400), cut=st.integers(0, 300), put=st.binary(max_size=5))
def test_whatever_stands_in_a_segment_is_a_sample_or_told(
    tmp_path_factory: pytest.TempPathFactory, line: bytes, cut: int, put: bytes
) -> None:
    whole = json.dumps(sample(0)).encode()
    folder = tmp_path_factory.mktemp("mutated")
    (folder / "spool" / "City").mkdir(parents=True)
    content = b"\n".join(
        [whole, line.replace(b"\n", b""), whole[:cut] + put.replace(b"\n", b"") + whole[cut:]]
    )
    (folder / "spool" / "City" / "0123456789ab-000000000001.jsonl").write_bytes(content)
    [page, *_] = fetched(probe_source(folder))
    told = int(page.warnings[0].found.split()[0]) if page.warnings else 0
    assert len(page.rows) + told == len(content.splitlines())
    found = probe_source(folder).normalise(page)
    assert len(found.facts[FactKind.SERVICE_STATE]) + len(found.rejects) >= 1


def test_a_sample_that_speaks_for_no_second_is_put_aside(tmp_path: Path) -> None:
    write(tmp_path, [sample(0), sample(60) | {"speaks_for": "0"}])
    [found, *_] = brought(probe_source(tmp_path))
    assert list(found.rejects["reason"]) == ["the record speaks for no second"]


def test_the_days_that_a_certificate_is_good_for_are_a_measurement_of_each_day(tmp_path: Path) -> None:
    ends = MIDNIGHT + 30 * 86_400
    write(tmp_path, [sample(0, certificate_ends_at=ends), sample(60, certificate_ends_at=ends), sample(90)])
    rows = facts(brought(probe_source(tmp_path, CERTIFICATES)), FactKind.MEASUREMENT)
    # At midnight 30 whole days; a minute later 29, which is what the day comes to.
    assert rows[["measure", "service", "numerator", "denominator"]].values.tolist() == [
        ["certificate_days", "T1", 29, 1]
    ]
    assert list(rows["from_at"]) == [MIDNIGHT]


def test_a_spool_that_is_not_there_is_told_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match="the spool cannot be read: No such file"):
        fetched(probe_source(tmp_path))


def test_nothing_leaves_the_connector_that_the_mapping_does_not_name(tmp_path: Path) -> None:
    write(tmp_path, [sample(0)])
    [page, *_] = fetched(probe_source(tmp_path))
    assert "milliseconds" not in page.rows
    assert "probe" not in page.rows
