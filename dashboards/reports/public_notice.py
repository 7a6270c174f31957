"""The public notice on the contract's performance, in words: what regulation 39 asks for, and no more."""

from collections.abc import Mapping, Sequence

from dashboards.document.model import (
    Block,
    Cell,
    Document,
    Edition,
    Entries,
    Judgement,
    Points,
    Section,
    runs,
)
from dashboards.document.traces import figure, file_trace
from dashboards.report.values import describe_target
from dashboards.reports.frame import make_document
from dashboards.reports.months import months_of
from dashboards.reports.rating_words import notice_word, tell_cut_offs
from dashboards.reports.telling import (
    Row,
    Telling,
    columns,
    figure_cell,
    noted_cell,
    numbers,
    plain,
    row_note,
    table_of,
    text_cell,
)
from evaluator.core.deciding.ratings.notice import USUAL_CUT_OFFS, ProposedRating, propose_rating
from evaluator.core.outcomes import Outcome, Scope, View
from evaluator.decisions.publishing import DecidedBreach
from evaluator.results.published import PeriodResults

MONTHS = 12
"""Section 71 of the Procurement Act 2023 asks for an assessment at least once in so many months."""


def build_public_notice(telling: Telling, edition: Edition) -> Document:
    """Return the notice over the twelve months that end with the month of the results."""
    words, months = telling.words, months_of(telling.results, MONTHS)
    title = words.text("Contract performance notice")
    subtitle = f"{telling.report.head.title}, {months[0]} – {months[-1]}"  # noqa: RUF001 - a range of months
    sections = (
        _contract_section(telling, months),
        _assessment_section(telling, months),
        _breach_section(telling),
    )
    return make_document(telling, title, sections, edition, subtitle)


def proposals(results: PeriodResults, months: Sequence[str]) -> tuple[ProposedRating, ...]:
    """Return the proposed rating of each indicator of the contract over `months`, after agreed exclusions."""
    found = [one for one in results.history if one.period in months and _counts(one)]
    return tuple(
        propose_rating(indicator.id, found, USUAL_CUT_OFFS) for indicator in results.contract.indicators
    )


def _counts(outcome: Outcome) -> bool:
    return outcome.view is View.AFTER_EXCLUSIONS and outcome.scope.is_whole


def _contract_section(telling: Telling, months: Sequence[str]) -> Section:
    words, contract = telling.words, telling.context.contract
    card, term = contract.contract, contract.term
    entries = (
        (words.text("Contracting authority"), card.customer),
        (words.text("Supplier"), card.supplier),
        (words.text("Contract"), card.title.in_language(words.language)),
        (words.text("Registry number"), card.reference),
        (
            words.text("Term"),
            words.text(
                "{first} to {last}", first=words.day(term.first_day), last=words.day(term.current_last_day)
            ),
        ),
        (words.text("Time assessed"), words.text("{first} to {last}", first=months[0], last=months[-1])),
    )
    told = words.text(
        "This notice sets out how the supplier performed against the contract's indicators. It follows the"
        " fields of"
        " regulation 39 of the United Kingdom's Procurement Regulations 2024; Swedish law asks for no such"
        " notice."
    )
    return Section(
        "contract",
        words.text("The contract"),
        (plain(told), Entries(tuple((term, runs(text)) for term, text in entries))),
    )


def _assessment_section(telling: Telling, months: Sequence[str]) -> Section:
    words = telling.words
    rows = [_row(telling, one) for one in proposals(telling.results, months)]
    headings = (
        *columns((words.text("Indicator"), 4), (words.text("Target"), 3)),
        *numbers(words.text("Judged"), words.text("Missed")),
        *columns((words.text("By the rule"), 2)),
        *columns((words.text("Decided"), 2)),
    )
    heading = words.text("Performance against the indicators")
    undecided = words.text(
        "What stands under By the rule is counted, not decided: the rating is the contracting authority's"
        " to make."
    )
    decided = _decided(telling.sources.written)
    asks = words.text("Ratings that the authority has decided otherwise than by the rule, and why")
    return Section(
        "assessment",
        heading,
        (
            plain(tell_cut_offs(USUAL_CUT_OFFS, words)),
            plain(undecided),
            table_of("assessment", heading, headings, rows, row_note(words)),
            *_reasons(telling),
            Judgement("notice-ratings", asks, decided),
        ),
    )


def _decided(written: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return written.get("notice-ratings", ())


def _reasons(telling: Telling) -> tuple[Block, ...]:
    """Who decided each rating, when and why; nothing where none is decided."""
    words, found = telling.words, telling.sources.decided
    told = [
        words.text(
            "{indicator}: {rating}, decided by {role} on {day}. {reason}",
            indicator=one.indicator,
            rating=notice_word(one.rating, words),
            role=one.decided_by,
            day=words.day(one.day),
            reason=one.reason,
        )
        for one in found.ratings
    ]
    return (Points(tuple(runs(text) for text in told)),) if told else ()


def _decided_cell(telling: Telling, indicator: str) -> Cell:
    """The rating that somebody decided; empty where nobody did."""
    found = telling.sources.decided
    one = next((one for one in found.ratings if one.indicator == indicator), None)
    if one is None:
        return text_cell("")
    trace = file_trace("publishing.yaml", f"ratings[{indicator}]", found.content_hash)
    return Cell((figure(notice_word(one.rating, telling.words), trace),))


def _row(telling: Telling, one: ProposedRating) -> Row:
    words, context = telling.words, telling.context
    indicator = context.indicators[one.indicator]
    label = f"{one.indicator} {indicator.label.in_language(words.language)}"
    trace = telling.outcome_trace(one.indicator, Scope(one.service))
    return (
        text_cell(label, context.service(one.service) if one.service else ""),
        text_cell(describe_target(indicator, context.contract, words)),
        figure_cell(words.number(one.judged), trace, one.judged),
        noted_cell(words.number(one.missed), one.missed),
        text_cell(notice_word(one.rating, words)),
        _decided_cell(telling, one.indicator),
    )


def _breach_section(telling: Telling) -> Section:
    """Breaches are what people decided; nothing measured becomes one by itself."""
    words = telling.words
    told = words.text(
        "A breach is stated here only where people have decided it: partial termination, damages, a"
        " settlement, or"
        " that the supplier failed to improve after notice. No measured figure makes one."
    )
    return Section(
        "breaches",
        words.text("Breach of the contract"),
        (
            plain(told),
            *_breaches(telling),
            Judgement(
                "notice-breaches",
                words.text(
                    "Breaches, with date, duration, what was asked of the supplier and what it led to"
                ),
                telling.sources.written.get("notice-breaches", ()),
            ),
        ),
    )


def _breaches(telling: Telling) -> tuple[Block, ...]:
    found = telling.sources.decided
    trace = file_trace("publishing.yaml", "breaches", found.content_hash)
    points = tuple(runs(figure(_tell_breach(telling, one), trace)) for one in found.breaches)
    return (Points(points),) if points else ()


def _tell_breach(telling: Telling, one: DecidedBreach) -> str:
    words = telling.words
    lasted = words.text("{first} to {last}", first=words.day(one.first_day), last=words.day(one.last_day))
    return " ".join(
        part for part in (f"{lasted}, {one.requirement}:", one.description, one.partial_termination) if part
    )
