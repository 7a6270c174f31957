"""An outage as a picture: who saw what, agreed maintenance, service hours, and the part that counted."""

from collections.abc import Iterator, Sequence

from collector.records import ServiceState
from dashboards.explanation.pictures import Lane, Look, Stretch, Timeline
from dashboards.wording.terms import service_state_word
from evaluator.explain_outage import OutageExplanation, Sighting, counted_part, service_openings
from supplierwatch.cli.telling import Telling

_LOOKS = {
    ServiceState.UP: Look.UP,
    ServiceState.DEGRADED: Look.DEGRADED,
    ServiceState.DOWN: Look.DOWN,
    ServiceState.UNKNOWN: Look.UNKNOWN,
}
_HOUR = 3600


def draw_outage(found: OutageExplanation, telling: Telling) -> Timeline:
    """Return the picture of an outage."""
    words, ends_at = telling.words, _last(found)
    margin = max((ends_at - found.starts_at) // 10, 300)
    window = (found.starts_at - margin, ends_at + margin)
    openings = service_openings(telling.contract, found.service, *window)
    lanes = [
        Lane(words.text("Outage"), (Stretch(found.starts_at, ends_at, Look.DOWN, _length(found, telling)),))
    ]
    lanes += _sighting_lanes(found, window[1], telling)
    if found.maintenance:
        windows = tuple(
            Stretch(one.starts_at, one.ends_at, Look.MAINTENANCE, one.window) for one in found.maintenance
        )
        lanes.append(Lane(words.text("Agreed maintenance"), windows))
    lanes += _counted_lanes(found, telling)
    looks = dict.fromkeys(one.look for lane in lanes for one in lane.stretches)
    return Timeline(
        title=words.text("The outage"),
        description=words.text(
            "Outage of {place}: {start} to {end}",
            place=telling.service(found.service),
            start=telling.instant(found.starts_at),
            end=words.text("still on") if found.ends_at is None else telling.instant(found.ends_at),
        ),
        starts_at=window[0],
        ends_at=window[1],
        zone=telling.zone,
        lanes=tuple(lanes),
        meanings=tuple((look, _meaning(look, telling)) for look in looks),
        open_hours=openings,
        open_label=words.text("Service hours"),
    )


def _last(found: OutageExplanation) -> int:
    """The end; while it lasts an hour after the last that was seen of it."""
    if found.ends_at is not None:
        return found.ends_at
    return max([found.starts_at, *(one.at for one in found.sightings)]) + _HOUR


def _length(found: OutageExplanation, telling: Telling) -> str:
    words = telling.words
    if found.ends_at is None:
        return words.text("still on")
    return words.duration(found.ends_at - found.starts_at)


def _sighting_lanes(found: OutageExplanation, until: int, telling: Telling) -> Iterator[Lane]:
    by_prober: dict[tuple[str, str], list[Sighting]] = {}
    for one in sorted(found.sightings, key=lambda one: one.at):
        by_prober.setdefault((one.prober, one.unit), []).append(one)
    for (prober, unit), sightings in by_prober.items():
        label = ", ".join(part for part in (prober, telling.unit(unit)) if part)
        yield Lane(label, tuple(_stretches(sightings, until, telling)))
    silent = {name for one in found.judgements for name in one.seen_by.split(", ") if name} - {
        prober for prober, _ in by_prober
    }
    for prober in sorted(silent):
        # What was seen from tickets is no state that a source delivered: only that it was seen is known.
        seen = telling.words.text("saw it")
        yield Lane(prober, (Stretch(found.starts_at, _last(found), Look.DOWN, seen),))


def _stretches(sightings: Sequence[Sighting], until: int, telling: Telling) -> Iterator[Stretch]:
    ends = [*(one.at for one in sightings[1:]), until]
    for one, ends_at in zip(sightings, ends, strict=True):
        yield Stretch(one.at, ends_at, _LOOKS[one.state], service_state_word(one.state.name, telling.words))


def _counted_lanes(found: OutageExplanation, telling: Telling) -> Iterator[Lane]:
    """A lane for each judgement whose counted part is certain: what adds up to the seconds it counted."""
    words = telling.words
    for one in found.judgements:
        parts = counted_part(telling.contract, found, one)
        label = words.text(
            "{indicator}, {period}: {counted} counted",
            indicator=one.indicator,
            period=words.month(one.period),
            counted=words.duration(one.counted),
        )
        stretches = [Stretch(start, end, Look.COUNTED, words.duration(end - start)) for start, end in parts]
        yield Lane(label, tuple(stretches))


def _meaning(look: Look, telling: Telling) -> str:
    words = telling.words
    if look is Look.COUNTED:
        return words.text("counted")
    if look is Look.MAINTENANCE:
        return words.text("Agreed maintenance")
    return service_state_word(look.value, words)
