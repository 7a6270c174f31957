"""What needs attention now, as the overview lists it: the same signals that alerts are made of."""

import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from collector.store.database import Database
from dashboards.alert_messages.matter import SEVERITIES, Matter
from dashboards.alert_messages.titles import link_of, title_of
from dashboards.pages.addresses import with_query
from dashboards.pages.blocks import Item
from dashboards.viewers import Viewer
from evaluator.core.alerts.signals import Signal
from evaluator.decisions.alert_terms import Kind, Severity
from supplierwatch.notifying.alert_store import read_states
from supplierwatch.notifying.alerting import Seen, see
from supplierwatch.notifying.states import AlertState
from supplierwatch.watch import Watch
from supplierwatch.web.pages.visit import Visit

SECONDS_KEPT = 60
STORES_KEPT = 4
MOST_OF_A_KIND = 4
"""So many matters of one kind and urgency are listed: a crowd of tickets hides no claim about to lapse."""

# A page must lead somewhere on this very site; the address is cut off again.
_HERE = "http://here"
_OF_THE_CUSTOMER = frozenset(
    {
        Kind.CLAIM_LAPSING,
        Kind.NOTICE_NEAR,
        Kind.SAFE_START,
        Kind.REPORT_MISSING,
        Kind.JOB_FAILING,
        Kind.MESSAGE_UNDELIVERED,
    }
)
_URGENCY = tuple(SEVERITIES)


class _Kept:
    """What was so in the last minute, for each store: many readers look at one moment."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seen: OrderedDict[tuple[int, int], Seen] = OrderedDict()

    def see(self, watch: Watch, database: Database, now: int) -> Seen:
        """Return what is so at `now`, or was within the last minute."""
        key = (id(database.engine), now // SECONDS_KEPT)
        with self._lock:
            found = self._seen.get(key)
        if found is None:
            found = see(database, watch, now)
            with self._lock:
                self._seen[key] = found
                while len(self._seen) > STORES_KEPT:
                    self._seen.popitem(last=False)
        return found


_KEPT = _Kept()


def read_attention(visit: Visit) -> Sequence[Item] | None:
    """Return what needs attention, the most urgent first; None where the viewer is not told of it.

    The supplier sees sealed months alone, and what needs attention is of the months that are not.
    """
    if not visit.viewer.sees_unsealed:
        return None
    seen = _KEPT.see(visit.watch, visit.database, visit.now)
    told = [one for one in seen.signals if _is_told(one, visit.viewer)]
    told.sort(key=lambda one: (_URGENCY.index(one.severity), list(Kind).index(one.kind), one.key))
    followed = _followed(visit)
    alike = groupby(told, key=lambda one: (one.severity, one.kind))
    return [item for _, group in alike for item in _items(visit, list(group), seen, followed)]


def _followed(visit: Visit) -> Mapping[str, AlertState]:
    """The alerts that are open, by their keys; none where the viewer is not told who looks after what."""
    if not visit.viewer.sees_decisions:
        return {}
    with visit.database.reading() as connection:
        return {one.key: one for one in read_states(connection) if one.recovered_at is None}


def _items(
    visit: Visit, alike: Sequence[Signal], seen: Seen, followed: Mapping[str, AlertState]
) -> Iterator[Item]:
    for one in alike[:MOST_OF_A_KIND]:
        yield _item(visit, one, seen, followed.get(one.key))
    more = len(alike) - MOST_OF_A_KIND
    if more > 0:
        yield Item(visit.words.plural("and {n} more", "and {n} more", more))


def _is_told(signal: Signal, viewer: Viewer) -> bool:
    """A single ticket could be of any unit; what the customer means to do is the customer's own matter."""
    if signal.kind is Kind.TICKET_ABOUT_TO_MISS:
        return viewer.sees_all_units
    return viewer.sees_decisions or signal.kind not in _OF_THE_CUSTOMER


def _item(visit: Visit, signal: Signal, seen: Seen, state: AlertState | None) -> Item:
    words = visit.words
    matter = Matter(
        key=signal.key,
        event="raised",
        kind=signal.kind,
        severity=signal.severity,
        indicator=signal.indicator,
        service=signal.service,
        subject=signal.subject,
        month=signal.month,
        since=visit.now if signal.since is None else signal.since,
        signal=signal,
    )
    severity = words.text(SEVERITIES[Severity(signal.severity)])
    address = with_query(link_of(matter, _HERE).removeprefix(_HERE), language=visit.addresses.language)
    is_acknowledged = state is not None and state.acknowledged_at is not None
    aside = ", ".join([severity, words.text("acknowledged")]) if is_acknowledged else severity
    may_acknowledge = state is not None and not is_acknowledged and visit.viewer.acknowledges
    return Item(title_of(matter, seen.contract, words), address, aside, signal.key if may_acknowledge else "")
