"""The loop of a prober, by a clock that runs as fast as there is nothing to do."""

import asyncio
import itertools
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from collector.probing.health import read_health
from collector.probing.prober import Prober, folder_of, limits_of
from collector.probing.settings import ProbesFile
from collector.probing.spool import Spool
from tests.collector.probing.fast import MIDNIGHT, World
from tests.collector.probing.terms import TARGET, terms_of

MINUTE = 60


def nobody(_host: str, _at: float) -> bool:
    return False


def probed(
    spool: Path,
    seconds: float,
    down: Callable[[str, float], bool] = nobody,
    *,
    world: World | None = None,
    terms: ProbesFile | None = None,
    meanwhile: Callable[[World], None] | None = None,
    after: float = 0.0,
) -> list[dict[str, str]]:
    """Return what a prober writes in `seconds`; `meanwhile` happens to its world after `after` seconds."""
    world = world if world is not None else World()
    terms = terms if terms is not None else terms_of()

    async def work() -> None:
        stop = asyncio.Event()
        asyncio.get_running_loop().call_later(seconds, stop.set)
        if meanwhile is not None:
            asyncio.get_running_loop().call_later(after, meanwhile, world)
        folder = folder_of(terms, spool, "City")
        held = Spool.begin(folder, limits_of(terms), int(world.now))
        try:
            await Prober(terms, "City", held, world.answering(down), world.tell, world.times).run(stop)
        finally:
            held.end()

    world.run(work())
    return written(spool)


def written(spool: Path) -> list[dict[str, str]]:
    files = sorted((spool / "spool" / "City").glob("*.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]


def states(samples: list[dict[str, str]]) -> set[tuple[str, str]]:
    return {(one["state"], one["result"]) for one in samples}


def seen_at(samples: list[dict[str, str]]) -> list[int]:
    """Return the seconds after midnight at which samples were taken; all lie within one day."""
    clocks = [one["at"][11:19].split(":") for one in samples]
    return [int(hour) * 3600 + int(minute) * 60 + int(second) for hour, minute, second in clocks]


def test_an_hour_of_a_target_that_answers_is_sixty_samples_a_minute_apart(tmp_path: Path) -> None:
    samples = probed(tmp_path, 3600)
    at = seen_at(samples)
    assert len(at) == 60
    assert {later - earlier for earlier, later in itertools.pairwise(at)} == {60}
    assert states(samples) == {("up", "up")}


def test_a_target_is_down_from_the_first_look_that_failed_to_the_first_that_did_not(tmp_path: Path) -> None:
    # Down from 00:10:00 to before 00:20:00: ten looks of sixty.
    samples = probed(tmp_path, 3600, lambda host, at: host == "target" and 600 <= at < 1200)
    down = [one for one in samples if one["state"] == "down"]
    assert {one["result"] for one in down} == {"refused"}
    assert len(down) == 10
    assert all(600 <= at < 1200 for at in seen_at(down))


def test_a_failure_that_a_retry_does_not_find_again_is_no_outage(tmp_path: Path) -> None:
    # Two pauses of 2 s: whatever lasts a second is over by the second try.
    first = seen_at(probed(tmp_path / "first", 120))[0]
    samples = probed(
        tmp_path / "second", 120, lambda host, at: host == "target" and first <= at < first + 1.5
    )
    assert states(samples) == {("up", "up")}
    assert samples[0]["tries"] == "2"


def test_where_no_reference_answers_what_fails_is_unknown_and_seconds_are_counted_as_blind(
    tmp_path: Path,
) -> None:
    # Our own network is away for ten minutes.
    samples = probed(tmp_path, 3600, lambda _host, at: 600 <= at < 1200)
    away = [one for one in samples if one["state"] != "up"]
    assert states(away) == {("unknown", "blind")}
    assert len(away) == 10
    [health] = read_health(tmp_path / "spool")
    # Heartbeats every 30 s, each speaking for the seconds since the one before.
    assert 600 - 30 <= health.blind_seconds <= 600 + 30


def test_one_reference_that_answers_is_enough_to_believe_a_failure(tmp_path: Path) -> None:
    samples = probed(tmp_path, 600, lambda host, _at: host in {"target", "a"})
    assert states(samples) == {("down", "refused")}


def test_without_references_a_failure_is_believed(tmp_path: Path) -> None:
    samples = probed(tmp_path, 600, lambda host, _at: host == "target", terms=terms_of(references=[]))
    assert states(samples) == {("down", "refused")}


def test_a_target_that_answers_again_once_the_references_did_is_up(tmp_path: Path) -> None:
    # Our network comes back just after the last retry: references answer, and the confirming try too.
    first = seen_at(probed(tmp_path / "first", 120))[0]
    # Tries at +0, +2 and +4 s.
    world = World()
    tried: list[str] = []

    def down(host: str, _at: float) -> bool:
        tried.append(host)
        return tried.count("target") <= 3 and host == "target"

    samples = probed(tmp_path / "second", first + 30, down, world=world)
    assert (samples[0]["state"], samples[0]["tries"]) == ("up", "4")


def test_a_prober_that_was_stopped_in_the_middle_of_a_look_does_not_know_what_it_saw(tmp_path: Path) -> None:
    first = seen_at(probed(tmp_path / "first", 120))[0]
    world = World()
    samples = probed(
        tmp_path / "second",
        first + 400,
        lambda host, at: host == "target" and at < first + 360,
        world=world,
        # The second try comes 2 s after the first; between them the process stands still for 4 minutes.
        meanwhile=lambda stopped: stopped.stop_for(240),
        after=first + 1.0,
    )
    assert (samples[0]["state"], samples[0]["result"]) == ("unknown", "asleep")
    assert samples[1]["state"] == "down"
    [health] = read_health(tmp_path / "second" / "spool")
    assert 239 <= health.asleep_seconds <= 242


def test_looks_that_were_left_out_are_counted_as_late(tmp_path: Path) -> None:
    world = World()
    probed(tmp_path, 900, world=world, meanwhile=lambda stopped: stopped.stop_for(300), after=100)
    [health] = read_health(tmp_path / "spool")
    assert health.late_looks >= 1


def test_the_minutes_that_a_clock_shows_twice_are_unknown(tmp_path: Path) -> None:
    def back(world: World) -> None:
        world.moved = -600

    samples = probed(tmp_path, 2400, meanwhile=back, after=1200.5)
    doubted = [one for one in samples if one["state"] == "unknown"]
    assert {one["result"] for one in doubted} == {"clock"}
    # Of the ten minutes that come twice nobody knows which is which: they are unknown.
    assert 9 <= len(doubted) <= 11
    assert [one["state"] for one in samples[-9:]] == ["up"] * 9


def test_a_prober_that_begins_before_what_was_written_last_does_not_trust_its_clock(tmp_path: Path) -> None:
    probed(tmp_path, 60)
    folder = tmp_path / "spool" / "City"
    [segment] = folder.glob("*.jsonl")
    later = MIDNIGHT + 600
    os.utime(segment, (later, later))
    samples = probed(tmp_path, 1200)
    assert [one["result"] for one in samples[1:]] == ["clock"] * 10 + ["up"] * 10


def test_a_disk_that_takes_nothing_for_a_while_costs_no_sample(tmp_path: Path, monkeypatch: Any) -> None:
    world = World()
    append = Spool.append

    def full_for_ten_minutes(self: Spool, records: Any, passed: float) -> None:
        if 600 <= world.now - MIDNIGHT < 1200:
            raise OSError(28, "No space left on device")
        append(self, records, passed)

    monkeypatch.setattr(Spool, "append", full_for_ten_minutes)
    samples = probed(tmp_path, 3600, world=world)
    assert len(samples) == 60
    assert "spool_not_written" in {event for event, _ in world.told}


def test_a_disk_is_told_once_when_it_takes_no_more_and_once_when_it_does_again(
    tmp_path: Path, monkeypatch: Any
) -> None:
    world = World()
    append = Spool.append

    def full_for_a_minute(self: Spool, records: Any, passed: float) -> None:
        if 60 <= world.now - MIDNIGHT < 120:
            raise OSError(28, "No space left on device")
        append(self, records, passed)

    monkeypatch.setattr(Spool, "append", full_for_a_minute)
    probed(tmp_path, 300, world=world)
    assert [event for event, _ in world.told] == ["spool_not_written", "spool_written_again"]


def test_a_target_that_no_library_copes_with_is_unknown_and_the_others_are_looked_at(tmp_path: Path) -> None:
    odd = {"name": "T2 page", "service": "T2", "look": {**TARGET, "host": "odd"}}

    def breaks(host: str, _at: float) -> bool:
        if host == "odd":
            raise KeyError(host)
        return False

    samples = probed(tmp_path, 600, breaks, terms=terms_of({}, odd))
    seen = {(one["service"], one["state"], one["result"]) for one in samples}
    assert seen == {("T1", "up", "up"), ("T2", "unknown", "not_able")}


def test_targets_are_asked_nothing_between_two_looks(tmp_path: Path) -> None:
    world = World()
    probed(tmp_path, 600, world=world)
    assert len([host for _, host in world.asked if host == "target"]) == 10
