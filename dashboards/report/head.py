"""The head of the report: which contract, which period, and which evaluation the figures come from."""

from dataclasses import dataclass
from datetime import timedelta

from dashboards.report.context import Context
from dashboards.report.seal import seal_text


@dataclass(frozen=True)
class Entry:
    """A term and what is said of it."""

    term: str
    text: str


@dataclass(frozen=True)
class Head:
    """The head; `banner` is empty unless targets are assumed rather than agreed.

    `unfinished` is empty unless the period goes on beyond what is known.
    """

    title: str
    period: str
    parties: str
    entries: tuple[Entry, ...]
    banner: str
    unfinished: str


def build_head(context: Context) -> Head:
    """Return the head of the report."""
    card, words = context.contract.contract, context.wording
    return Head(
        title=card.title.in_language(words.language),
        period=words.month(context.results.period.name),
        parties=words.text("{customer} and {supplier}", customer=card.customer, supplier=card.supplier),
        entries=_entries(context),
        banner=_banner(context),
        unfinished=_unfinished(context),
    )


def _entries(context: Context) -> tuple[Entry, ...]:
    card, words, period = context.contract.contract, context.wording, context.results.period
    days = words.text(
        "{first} to {last}",
        first=words.day(period.first_day),
        last=words.day(period.end_day - timedelta(days=1)),
    )
    return (
        Entry(words.text("Customer"), card.customer),
        Entry(words.text("Supplier"), card.supplier),
        Entry(words.text("Registry number"), card.reference),
        Entry(words.text("Period"), days),
        Entry(words.text("Seal"), seal_text(context)),
        *evaluation_entries(context),
        Entry(words.text("Times in"), card.time_zone),
    )


def evaluation_entries(context: Context) -> tuple[Entry, ...]:
    """Return which evaluation the figures come from: facts, contract, exclusions, program."""
    words, evaluation = context.wording, context.results.evaluation
    return (
        Entry(words.text("Facts known at"), context.instant(evaluation.known_at, none="")),
        Entry(words.text("Evaluated"), context.instant(evaluation.evaluated_at, none="")),
        Entry(
            words.text("Evaluation"),
            words.text(
                "number {number}, intake up to {horizon}",
                number=evaluation.number,
                horizon=evaluation.horizon,
            ),
        ),
        Entry(words.text("Contract version"), evaluation.contract_version[:12]),
        Entry(words.text("Version of exclusions"), evaluation.exclusions_version[:12]),
        Entry(words.text("Program version"), evaluation.program_version),
    )


def _unfinished(context: Context) -> str:
    if context.is_over:
        return ""
    return context.wording.text(
        "Facts are known up to {known_at}; figures can still change. An indicator is judged only when its"
        " period is over, except one over the whole term.",
        known_at=context.instant(context.results.evaluation.known_at, none=""),
    )


def _banner(context: Context) -> str:
    words = context.wording
    if context.contract.contract.targets_are_assumed:
        return words.text(
            "The targets in this report are assumed, not agreed. Verdicts and credits show what would"
            " follow if they were agreed."
        )
    assumed = [one.id for one in context.contract.indicators if one.target_is_assumed]
    if not assumed:
        return ""
    return words.text(
        "Assumed, not agreed, are the targets of {indicators}.", indicators=words.listing(assumed)
    )
