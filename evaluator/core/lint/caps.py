"""L20: caps that no points reach, or that the smallest miss reaches, and a repeat that costs nothing more."""

from collections.abc import Iterator
from fractions import Fraction

from evaluator.contract.contract import Contract
from evaluator.contract.credit_schemes import PointsScheme
from evaluator.contract.credits import CreditTerms
from evaluator.contract.indicator_terms import Consequence, Measured
from evaluator.contract.indicators import AnyIndicator
from evaluator.core.lint.examined import Examined
from evaluator.core.lint.findings import LintFinding, Path, counted, percent

ID = "L20"
_CAP: Path = ("credits", "service_cap")


def find(examined: Examined) -> Iterator[LintFinding]:
    """Yield a repeat factor of 1, a total cap above all others, caps out of reach or reached at once."""
    terms = examined.contract.credits
    if terms is None:
        return
    if terms.repeat.factor == 1:
        yield LintFinding(
            ID,
            ("credits", "repeat", "factor"),
            "a repeated miss costs no more than the first",
            "points x 1 = points",
            "Write the factor agreed, such as 2, or accept this where no repeat rule was agreed",
        )
    yield from _of_total(examined.contract, terms)
    yield from _of_services(examined.contract, terms)


def _of_total(contract: Contract, terms: CreditTerms) -> Iterator[LintFinding]:
    billed = [service.id for service in contract.services if service.monthly_fee is not None]
    if len(billed) > 1 and terms.total_cap >= terms.service_cap:
        yield LintFinding(
            ID,
            ("credits", "total_cap"),
            "the cap of all services together never binds: the caps of each come first",
            f"all {len(billed)} services at their cap give {percent(terms.service_cap)} of all fees, and the"
            f" total cap is {percent(terms.total_cap)}",
            "Write a total cap below the cap of each service, or leave one of them out",
        )


def _of_services(contract: Contract, terms: CreditTerms) -> Iterator[LintFinding]:
    for service in contract.services:
        charged = [one for one in contract.indicators if _is_charged(contract, one, service.id)]
        # Other schemes add shares of their own, so that points alone say nothing of the cap.
        if not terms.prices_points or not charged or not all(_by_points(one) for one in charged):
            continue
        most = sum(_most(one) * _times(contract, one, service.id) for one in charged) * terms.repeat.factor
        least = min((points for one in charged for points in _points(one) if points > 0), default=0)
        if least > 0 and _share(terms, least) >= terms.service_cap:
            yield LintFinding(
                ID,
                _CAP,
                f"the smallest miss on {service.id} reaches the cap: all others cost nothing more",
                f"{counted(least, 'point')} x the rate = {percent(_share(terms, least))}, and the cap is"
                f" {percent(terms.service_cap)}",
                "Write a lower rate or a higher cap",
            )
        if _share(terms, most) < terms.service_cap:
            yield LintFinding(
                ID,
                _CAP,
                f"no month can reach the cap of {service.id}",
                f"every indicator at its worst, repeated, gives {most} points ="
                f" {percent(_share(terms, most))}, and the cap is {percent(terms.service_cap)}",
                "Write a cap that can be reached, or accept this where it is only a safeguard",
            )


def _is_charged(contract: Contract, indicator: AnyIndicator, service: str) -> bool:
    return indicator.consequence is Consequence.CREDIT and _times(contract, indicator, service) > 0


def _times(contract: Contract, indicator: AnyIndicator, service: str) -> int:
    """Return how many times the points of `indicator` can stand on `service` in one period."""
    billed = sum(contract.service(name).billed_as == service for name in indicator.services)
    return min(billed, 1) if indicator.measured is Measured.TOGETHER else billed


def _by_points(indicator: AnyIndicator) -> bool:
    return isinstance(indicator.credit, PointsScheme)


def _points(indicator: AnyIndicator) -> list[int]:
    sample = indicator.minimum_sample
    return [band.points for band in indicator.bands] + list(() if sample is None else sample.points_by_misses)


def _most(indicator: AnyIndicator) -> int:
    return max(_points(indicator), default=0)


def _share(terms: CreditTerms, points: int) -> Fraction:
    """Return the share of the fee that `points` give."""
    if terms.per_point is not None:
        return points * terms.per_point
    reached = [step.share for step in terms.point_steps if step.at_least <= points]
    return reached[-1] if reached else Fraction(0)
