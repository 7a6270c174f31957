"""What an indicator looks at: its services, put together so that each timeline is built once."""

from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd

from evaluator.contract.availability import Weighting
from evaluator.contract.indicators import MonitoringIndicator, ShareOfUnits
from evaluator.core.availability.composites import Observed, observed_in, parts_of
from evaluator.core.availability.timeline import Timeline
from evaluator.core.measuring.monitored import Monitored, MonitoredServices
from evaluator.core.measuring.monitored_composites import MonitoredComposite
from evaluator.core.measuring.subjects import find_subjects, observe_as
from evaluator.core.measuring.ticket_book import TicketBook
from evaluator.core.measuring.timelines import timeline_of


def look_at(indicator: MonitoringIndicator, book: TicketBook) -> Iterator[Monitored]:
    """Yield all that the facts say of the services of `indicator`; those without any subject are left out.

    Services that are observed themselves and work in the same hours come together, composites one by one.
    """
    subjects = _subjects(indicator, book)
    alike: dict[str, list[str]] = {}
    for name in subjects["service"].unique().tolist():
        if book.contract.service(name).made_of is None:
            alike.setdefault(book.calendars.hours_of_service[name], []).append(name)
        else:
            yield _composite(name, _of(subjects, [name]), indicator.rules, book)
    for named, names in alike.items():
        own, hours = _of(subjects, names), book.calendars.hours[named]
        yield MonitoredServices(own, hours, timeline_of(own, indicator.rules, hours, book))


def _subjects(indicator: MonitoringIndicator, book: TicketBook) -> pd.DataFrame:
    rules = book.contract.availability_rules[indicator.rules]
    return find_subjects(
        [book.contract.service(name) for name in indicator.services],
        book.contract,
        book.facts,
        by_unit=isinstance(indicator, ShareOfUnits) or rules.weighting is Weighting.UNITS,
        segment=indicator.segment if isinstance(indicator, ShareOfUnits) else None,
    )


def _of(subjects: pd.DataFrame, services: Iterable[str]) -> pd.DataFrame:
    return subjects.loc[subjects["service"].isin(list(services)).to_numpy()].reset_index(drop=True)


def _composite(service: str, subjects: pd.DataFrame, rules: str, book: TicketBook) -> MonitoredComposite:
    parts = parts_of(book.contract, service)
    ends = list(dict.fromkeys(end for part in parts for end in observed_in(part.node)))
    return MonitoredComposite(
        subjects=subjects,
        parts=parts,
        hours=book.calendars.of_service(service),
        known_at=book.facts.known_at,
        timelines=_timelines(ends, subjects, rules, book),
    )


def _timelines(
    ends: list[Observed], subjects: pd.DataFrame, rules: str, book: TicketBook
) -> dict[Observed, Timeline]:
    """The timeline of each end; those with the same hours and maintenance are built as one."""
    alike: dict[tuple[str, tuple[str, ...]], list[Observed]] = {}
    for end in ends:
        alike.setdefault((book.calendars.hours_of_service[end.service], end.within), []).append(end)
    found: dict[Observed, Timeline] = {}
    for (named, within), members in alike.items():
        seen_as = pd.concat([observe_as(subjects, end, book.contract) for end in members], ignore_index=True)
        line = timeline_of(seen_as, rules, book.calendars.hours[named], book, within)
        own = np.arange(len(subjects), dtype=np.int64)
        for number, end in enumerate(members):
            found[end] = line.of_subjects(own + number * len(subjects))
    return found
