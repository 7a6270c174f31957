"""One outage in the terminal: who saw it, what maintenance was agreed, and what counted of it."""

from collections.abc import Iterator, Sequence

from dashboards.explanation.parts import Explained, Part
from dashboards.wording.terms import service_state_word
from dashboards.wording.words import marked
from evaluator.explain_outage import AgreedWindow, OutageExplanation, Sighting
from evaluator.results.published import OutageJudgement
from supplierwatch.cli.outage_picture import draw_outage
from supplierwatch.cli.telling import Telling

_SEEN = (marked("When"), marked("Prober"), marked("Unit"), marked("State"), marked("Users hit"))
_WINDOWS = (marked("Window"), marked("Unit"), marked("From"), marked("To"), marked("Announced"))
_JUDGED = (
    marked("Period"),
    marked("Indicator"),
    marked("State"),
    marked("Counted"),
    marked("In agreed maintenance"),
    marked("Users hit"),
    marked("Left out by"),
    marked("Seen by"),
)


def tell_outage(found: OutageExplanation, telling: Telling) -> Explained:
    """Return what explains an outage, in words and as a picture."""
    return Explained(_head(found, telling), tuple(_parts(found, telling)))


def _parts(found: OutageExplanation, telling: Telling) -> Iterator[Part]:
    words = telling.words
    yield draw_outage(found, telling)
    yield telling.table(words.text("What was seen"), _SEEN, [_seen(one, telling) for one in found.sightings])
    windows = [_window(one, telling) for one in found.maintenance]
    yield telling.table(words.text("Agreed maintenance"), _WINDOWS, windows)
    judged = [_judged(one, telling) for one in found.judgements]
    yield telling.table(words.text("What was made of it"), _JUDGED, judged)


def _head(found: OutageExplanation, telling: Telling) -> str:
    words = telling.words
    place = [telling.service(found.service), telling.unit(found.unit)]
    ended = words.text("still on") if found.ends_at is None else telling.instant(found.ends_at)
    return words.text(
        "Outage of {place}: {start} to {end}",
        place=", ".join(part for part in place if part),
        start=telling.instant(found.starts_at),
        end=ended,
    )


def _seen(one: Sighting, telling: Telling) -> Sequence[str]:
    return (
        telling.instant(one.at),
        one.prober,
        telling.unit(one.unit),
        service_state_word(one.state.name, telling.words),
        _number(one.users_affected, telling),
    )


def _window(one: AgreedWindow, telling: Telling) -> Sequence[str]:
    announced = one.announced_at
    return (
        one.window,
        telling.unit(one.unit),
        telling.instant(one.starts_at),
        telling.instant(one.ends_at),
        telling.words.text("not stated") if announced is None else telling.instant(announced),
    )


def _judged(one: OutageJudgement, telling: Telling) -> Sequence[str]:
    words = telling.words
    return (
        one.period,
        telling.indicator(one.indicator),
        service_state_word(one.state, words),
        words.duration(one.counted),
        words.duration(one.planned),
        _number(one.users_affected, telling),
        one.left_out_by,
        one.seen_by,
    )


def _number(number: int | None, telling: Telling) -> str:
    return "" if number is None else telling.words.number(number)
