"""Finding out what is worth an alert, and putting into the outbox what people are told of it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from collector.errors import SupplierwatchError
from collector.store.database import Database
from dashboards.alert_messages import Matter, build_alert_message
from dashboards.wording import wording
from evaluator.contract.contract import Contract
from evaluator.core.alerts.raising import signals as raise_signals
from evaluator.core.alerts.running import stale_evaluation
from evaluator.core.alerts.signals import Signal
from evaluator.core.calendar.contract_calendars import compile_calendars
from evaluator.results.open_cases import read_about_to_miss
from evaluator.results.read_standing import read_standing
from supplierwatch.notifying.alert_store import read_states, record_told, save_states
from supplierwatch.notifying.messages import Message, Way
from supplierwatch.notifying.outbox import put
from supplierwatch.notifying.settings import AlertMessages
from supplierwatch.notifying.states import AlertState, Event, Notice, TellingRules
from supplierwatch.notifying.telling import Moment, step
from supplierwatch.surroundings import read_surroundings
from supplierwatch.watch import Watch


@dataclass(frozen=True)
class Seen:
    """What is so at one moment: the signals, the contract they are about, and what is known."""

    signals: tuple[Signal, ...]
    contract: Contract
    moment: Moment


def notify(database: Database, watch: Watch, now: int) -> int:
    """Find out what is worth an alert at `now`, and return how many messages were put into the outbox.

    States and messages are saved in one transaction: nothing is told twice, and nothing is forgotten. Raises
    SupplierwatchError where the database does not answer; what was known then stays as it was.
    """
    seen = see(database, watch, now)
    rules = rules_of(watch.settings.messages.alerts)
    with database.writing() as connection:
        found = step(seen.signals, read_states(connection), seen.moment, rules)
        save_states(connection, found.states)
        for notice in found.notices:
            number = put(connection, message_of(notice, seen, watch), now)
            record_told(connection, number, notice)
    return len(found.notices)


def see(database: Database, watch: Watch, now: int) -> Seen:
    """Return what is so at `now`.

    Results that are stale, or not there, say of no figure that it began or ended.
    """
    terms = watch.settings.alerts
    standing = read_standing(database, watch.versions)
    beside = read_surroundings(watch, database, standing, now)
    if standing.running is not None:
        number = standing.running.evaluation.number
        beside = replace(beside, about_to_miss=read_about_to_miss(database, number, now, terms))
    found = raise_signals(standing, beside, now, terms)
    months = [one.evaluation.period for one in (standing.running, standing.finished) if one is not None]
    moment = Moment(
        now=now,
        is_quiet=is_quiet(watch, now),
        is_stale=any(True for _ in stale_evaluation(standing, now, terms, beside.jobs)),
        months=months,
    )
    return Seen(found, standing.contract, moment)


def is_quiet(watch: Watch, now: int) -> bool:
    """Return whether `now` is outside the hours within which people are told of what can wait.

    Raises SupplierwatchError where the settings name hours that the contract has not.
    """
    name = watch.settings.messages.alerts.hours
    if name is None:
        return False
    contract = watch.versions.latest.contract
    if name not in contract.service_hours:
        raise SupplierwatchError(
            f"messages.alerts.hours in supplierwatch.yaml names {name!r}, which are no service hours of the "
            f"contract; allowed: {', '.join(contract.service_hours)}"
        )
    hours = compile_calendars(contract, now, now).hours[name]
    return not bool(hours.is_open(np.array([now]))[0])


def rules_of(settings: AlertMessages) -> TellingRules:
    """Return the rules that the settings say."""
    return TellingRules(
        levels=settings.to,
        group_wait=settings.group_wait,
        group_interval=settings.group_interval,
        repeat_after=settings.repeat_after,
        escalate_after=settings.escalate_after,
        ends_after=settings.ends_after,
    )


def message_of(notice: Notice, seen: Seen, watch: Watch) -> Message:
    """Return the message that tells one destination of its matters."""
    by_key = {one.key: one for one in seen.signals}
    matters = [matter_of(event, state, by_key) for event, state in notice.matters]
    language = watch.settings.messages.alerts.language or watch.settings.language
    base = watch.settings.web.public_address or ""
    told = build_alert_message(matters, seen.contract, wording(language), base)
    return Message(
        key=_key(notice, seen),
        way=Way.MAIL if "@" in notice.destination else Way.SERVICE,
        destination=notice.destination,
        subject=told.subject,
        text=told.text,
    )


def matter_of(event: Event, state: AlertState, signals: Mapping[str, Signal]) -> Matter:
    """Return a state as people are told of it, with its figures unless it ended."""
    return Matter(
        key=state.key,
        event=event.value,
        kind=state.kind,
        severity=state.severity,
        indicator=state.indicator,
        service=state.service,
        subject=state.subject,
        month=state.month,
        since=state.raised_at,
        signal=None if event is Event.ENDED else signals.get(state.key),
    )


def _key(notice: Notice, seen: Seen) -> str:
    matters = (f"{event} {state.key}" for event, state in notice.matters)
    told = "\n".join([seen.contract.contract.id, notice.destination, *matters])
    return f"alert/{seen.moment.now}/{hashlib.sha256(told.encode()).hexdigest()[:16]}"
