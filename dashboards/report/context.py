"""What every part of the report is made from: the results, the wording, and ways to find an outcome."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from types import MappingProxyType
from zoneinfo import ZoneInfo

from collector.instants import to_datetime
from dashboards.figure_keys import FigureKeys, figure_keys
from dashboards.wording import Wording
from evaluator.contract.contract import Contract
from evaluator.contract.indicators import AnyIndicator, MonitoringIndicator
from evaluator.core.outcomes import Outcome, Scope, View
from evaluator.results.published import PeriodResults

OutcomeKey = tuple[str, Scope, View]


@dataclass(frozen=True)
class Context:
    """The results of the period and the language they are told in."""

    results: PeriodResults
    wording: Wording
    keys: FigureKeys
    by_key: Mapping[OutcomeKey, Outcome]
    indicators: Mapping[str, AnyIndicator]
    service_labels: Mapping[str, str]
    segment_labels: Mapping[str, str]
    unit_labels: Mapping[str, str]

    @property
    def contract(self) -> Contract:
        """The contract in the version the results were made with."""
        return self.results.contract

    @property
    def zone(self) -> ZoneInfo:
        """The contract's time zone."""
        return self.contract.contract.zone

    @property
    def known_day(self) -> date:
        """The day, in the contract's zone, up to which facts are known; days left are counted from it."""
        return _local(self.results.evaluation.known_at, self.zone).date()

    @property
    def is_over(self) -> bool:
        """Whether all of the period lies before what is known."""
        return self.results.evaluation.known_at >= self.results.period.ends_at

    def outcome(self, indicator: str, scope: Scope, view: View) -> Outcome | None:
        """Return one outcome of the period, or None where it was not published."""
        return self.by_key.get((indicator, scope, view))

    def instant(self, instant: int | None, *, none: str) -> str:
        """Return an instant in local time, or the text `none` where there is none."""
        return none if instant is None else self.wording.instant(instant, self.zone)

    def service(self, name: str) -> str:
        """Return the label of a service; of no service, the words for all of them."""
        if name == "":
            return self.wording.text("All services named")
        return self.service_labels.get(name, name)

    def whole_outcomes(self) -> list[Outcome]:
        """Return the outcomes the contract judges, after agreed exclusions, in the contract's order.

        Those of an indicator that is not in this version of the contract are left out.
        """
        order = {name: position for position, name in enumerate(self.indicators)}
        services = {name: position for position, name in enumerate(self.service_labels)}
        found = [
            outcome
            for outcome in self.results.outcomes
            if outcome.scope.is_whole
            and outcome.view is View.AFTER_EXCLUSIONS
            and outcome.indicator in self.indicators
        ]
        last = len(services)
        return sorted(found, key=lambda one: (order[one.indicator], services.get(one.scope.service, last)))

    def is_too_few(self, outcome: Outcome) -> bool:
        """Return whether a part of the whole rests on too few cases to be printed (design rule 11).

        Cases are tickets, calls or answers of people. Availability has none, and the whole is what the
        contract judges; neither is hidden.
        """
        indicator = self.indicators.get(outcome.indicator)
        if outcome.scope.is_whole or isinstance(indicator, MonitoringIndicator):
            return False
        return (
            outcome.figure is not None and outcome.figure.sample_size < self.contract.reporting.smallest_group
        )


def context_of(results: PeriodResults, wording: Wording) -> Context:
    """Return the context of `results` in the language of `wording`."""
    contract, language = results.contract, wording.language
    return Context(
        results=results,
        wording=wording,
        keys=figure_keys(results),
        by_key=MappingProxyType({(one.indicator, one.scope, one.view): one for one in results.outcomes}),
        indicators=MappingProxyType({one.id: one for one in contract.indicators}),
        service_labels=MappingProxyType(
            {one.id: one.label.in_language(language) for one in contract.services}
        ),
        segment_labels=MappingProxyType(
            {one.id: one.label.in_language(language) for one in contract.segments}
        ),
        unit_labels=MappingProxyType({one.id: one.label for one in contract.units}),
    )


def value_of(outcome: Outcome | None) -> Fraction | None:
    """Return the exact value of an outcome, or None where there is no outcome, figure or value."""
    return None if outcome is None or outcome.figure is None else outcome.figure.value


def anchor(*parts: str) -> str:
    """Return an id for a place in the page, of letters, digits, hyphens and underscores only."""
    return "-".join(re.sub(r"\W", _spelled, part) for part in parts if part)


def _spelled(found: re.Match[str]) -> str:
    return f"_{ord(found.group()):x}_"


def _local(instant: int, zone: ZoneInfo) -> datetime:
    return to_datetime(instant).astimezone(zone)
