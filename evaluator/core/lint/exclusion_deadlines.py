"""L23: requests for exclusion that may come, or be decided, when the figures are final already."""

from collections.abc import Iterator

from evaluator.contract.exclusion_terms import CountedFrom, ExclusionTerms, Side
from evaluator.core.lint.examined import Examined
from evaluator.core.lint.findings import LintFinding, Path, counted

ID = "L23"


def find(examined: Examined) -> Iterator[LintFinding]:
    """Yield exclusions without deadlines, and those decided only after a month is closed for objections."""
    terms = examined.contract.exclusions
    if terms is None:
        return
    if terms.proposing is None or Side.SUPPLIER not in terms.proposing.binds:
        yield LintFinding(
            ID,
            ("exclusions", "proposing"),
            "the supplier may ask for an exclusion at any time",
            "no deadline: a month's figures are never safe from a request that changes them",
            "Write within how many working days after the month a request must come, and whom that binds",
        )
    if terms.deciding is None:
        yield LintFinding(
            ID,
            ("exclusions", "deciding"),
            "nothing says by when a request for exclusion is decided",
            "no deadline: an undecided request shows two values for ever",
            "Write within how many working days a request is decided",
        )
    yield from _decided_too_late(examined, terms)


def _decided_too_late(examined: Examined, terms: ExclusionTerms) -> Iterator[LintFinding]:
    if terms.deciding is None or terms.proposing is None:
        return
    asked, decided = terms.proposing.within_working_days, terms.deciding.within_working_days
    from_proposal = terms.deciding.counted_from is CountedFrom.PROPOSAL
    latest = asked + decided if from_proposal else decided
    within = examined.contract.reporting.objections_within_working_days
    if latest > within:
        told = f"{asked} + {decided} = {latest}" if from_proposal else f"{latest}"
        path: Path = ("exclusions", "deciding", "within_working_days")
        yield LintFinding(
            ID,
            path,
            "a request for exclusion may be decided after the month is closed for objections",
            f"decided within {told} working days of the month's end, and it closes after"
            f" {counted(within, 'working day')}",
            "Decide sooner, or close the month later",
        )
