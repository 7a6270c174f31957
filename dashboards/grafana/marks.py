"""What is marked on every curve: amendments, seals and misses, each with a key by which it is found again."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape

from dashboards.grafana.dashboard import TAG
from dashboards.wording import Wording
from evaluator.contract.versions import ContractVersions
from evaluator.core.outcomes import Outcome, Verdict
from evaluator.core.periods import start_of_day
from evaluator.results.published import Seal

KEY = "key:"
"""Begins the tag that names what an annotation is of."""


@dataclass(frozen=True)
class Mark:
    """One annotation: what it is of, when (UTC seconds), its text, and its tags in Grafana."""

    key: str
    kind: str
    at: int
    text: str
    language: str

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags; dashboards ask for the first two, the last is the mark's own."""
        return TAG, self.language, self.kind, f"{KEY}{self.key}"


def amendment_marks(versions: ContractVersions, wording: Wording) -> Iterator[Mark]:
    """Yield a mark for each day on which the contract changed."""
    zone = versions.latest.contract.contract.zone
    for version in versions.versions[1:]:
        day = version.first_day
        text = wording.text(
            "Amendment {names} applies from {day}",
            names=wording.listing(version.amendments),
            day=wording.long_day(day),
        )
        yield Mark(f"amendment/{day}", "amendment", start_of_day(day, zone), escape(text), wording.language)


def seal_marks(seals: Iterable[Seal], wording: Wording) -> Iterator[Mark]:
    """Yield a mark for each seal and each restatement, at the time it was made."""
    for seal in seals:
        month = wording.month(seal.period)
        if seal.restatement == 0:
            text = wording.text("{month} sealed", month=month)
        else:
            text = wording.text("{month} restated: {reason}", month=month, reason=seal.reason)
        key = f"seal/{seal.period}/{seal.restatement}"
        yield Mark(key, "seal", seal.sealed_at, escape(text), wording.language)


def miss_marks(
    outcomes: Iterable[Outcome], ends: dict[str, int], versions: ContractVersions, wording: Wording
) -> Iterator[Mark]:
    """Yield a mark for each miss at the end of its period; `ends` has those that are over, in UTC seconds."""
    contract = versions.latest.contract
    indicators = {one.id: one.label.in_language(wording.language) for one in contract.indicators}
    services = {one.id: one.label.in_language(wording.language) for one in contract.services}
    missed = (one for one in outcomes if one.verdict is Verdict.MISSED and one.period in ends)
    for outcome in missed:
        name, service = outcome.indicator, outcome.scope.service
        text = wording.text(
            "{period}: {indicator} missed its target, {service}",
            period=outcome.period,
            indicator=f"{name} {indicators.get(name, '')}".strip(),
            service=services.get(service, service) or wording.text("all services concerned"),
        )
        key = "/".join(part for part in (outcome.period, name, service) if part)
        yield Mark(f"miss/{key}", "miss", ends[outcome.period], escape(text), wording.language)
