"""Parts 1 to 3 of the annex: the contract card, the answer in short, and what the data can bear."""

from collections.abc import Iterator

from dashboards.deciding.basis.measured import answer_sentences, joined, term_sentences
from dashboards.deciding.basis.telling import SLOTS, Telling, fill, numbers, table
from dashboards.document.model import Block, Entries, Paragraph, Points, Run, Runs, Section
from dashboards.report.health import HealthRow, build_health
from dashboards.report.seal import seal_text
from dashboards.report.verdicts import percent_below_all
from dashboards.wording.terms import option_state_word
from dashboards.wording.words import marked
from evaluator.contract.contract import ExtensionOption
from evaluator.core.outcomes import Outcome


def contract_card(telling: Telling) -> Section:
    """Return part 1: parties, registry number, term, options, data freeze and hashes."""
    words, results = telling.words, telling.sources.results
    card, evaluation = results.contract.contract, results.evaluation
    known = telling.context.instant(evaluation.known_at, none="")
    entries: tuple[tuple[str, Runs], ...] = (
        (words.text("Contract"), (Run(card.title.in_language(words.language)),)),
        (words.text("Customer"), (Run(card.customer),)),
        (words.text("Supplier"), (Run(card.supplier),)),
        (words.text("Registry number"), (telling.of_contract("contract.reference", card.reference),)),
        (words.text("Services in scope"), (Run(_services(telling)),)),
        (words.text("Data freeze"), (telling.of_report(known),)),
        (words.text("Period"), (telling.of_report(words.month(results.period.name)),)),
        (words.text("Seal"), (telling.of_report(seal_text(telling.context)),)),
        (words.text("Contract version"), (telling.of_report(evaluation.contract_version[:12]),)),
        (words.text("Program version"), (telling.of_report(evaluation.program_version),)),
        (words.text("Hash of the basis"), (telling.of_report(telling.sources.basis),)),
    )
    blocks: list[Block] = [Entries(entries), Points(term_sentences(telling))]
    if results.contract.term.options:
        blocks.append(_options(telling))
    return Section("annex-contract", words.text("Contract card"), tuple(blocks))


def _services(telling: Telling) -> str:
    services = telling.sources.results.contract.services
    return telling.words.listing(one.label.in_language(telling.words.language) for one in services)


def _options(telling: Telling) -> Block:
    words = telling.words
    options = telling.sources.results.contract.term.options
    return table(
        "annex-options",
        words.text("Options of the contract"),
        [words.text("Option"), words.text("State"), *map(words.text, _DATES)],
        (_option(telling, one) for one in options),
    )


_DATES = (marked("Prolongs to"), marked("Notice by"), marked("Own last day"), marked("Decided on"))


def _option(telling: Telling, option: ExtensionOption) -> Iterator[str | Run]:
    words, key = telling.words, f"term.options.{option.id}"
    yield option.label.in_language(words.language)
    yield option_state_word(option.state, words)
    for day in (option.prolongs_to, option.notice_by, option.internal_last_day, option.decided_on):
        yield words.text("not stated") if day is None else telling.of_contract(key, words.day(day))


def answer(telling: Telling) -> Section:
    """Return part 2: what is measured in two sentences, what would change it, and a place for people."""
    words = telling.words
    blocks: list[Block] = [telling.measured(joined(answer_sentences(telling)))]
    for part in telling.sources.areas.values():
        blocks += [Paragraph(fact) for fact in part.facts]
    blocks += [
        Paragraph((Run(words.text("The measurement says nothing of what should be decided.")),)),
        telling.place(
            "annex-conditions",
            words.text("under which conditions the administration's conclusion would be another."),
        ),
    ]
    return Section("annex-answer", words.text("The answer in short"), tuple(blocks))


_COUNTS = (marked("Rows"), marked("Rejected"), marked("Unmapped"))


def data_quality(telling: Telling) -> Section:
    """Return part 3: each source, how complete the facts are, and what the supplier reports of itself."""
    words = telling.words
    blocks: list[Block] = [
        table(
            "annex-sources",
            words.text("Sources"),
            [
                words.text("Source"),
                words.text("Last intake"),
                words.text("Outcome"),
                *(numbers(words.text(one)) for one in _COUNTS),
            ],
            (_source(telling, row) for row in build_health(telling.context)),
        ),
        *_completeness(telling),
        *_statements(telling),
    ]
    return Section("annex-quality", words.text("Data and quality"), tuple(blocks))


def _source(telling: Telling, row: HealthRow) -> Iterator[str | Run]:
    yield row.source
    yield telling.of_report(row.last_intake)
    yield row.outcome
    for number in (row.rows, row.rejects, row.unmapped):
        yield telling.of_report(number)


def _completeness(telling: Telling) -> Iterator[Block]:
    words = telling.words
    found = [one for one in telling.context.whole_outcomes() if _is_incomplete(one)]
    if not found:
        yield Paragraph((Run(words.text("The facts of the month are complete for every service level.")),))
        return
    yield table(
        "annex-completeness",
        words.text("Service levels of the month whose facts are incomplete"),
        [words.text("Indicator"), words.text("Service"), numbers(words.text("Facts known"))],
        (_known(telling, one) for one in found),
    )


def _is_incomplete(outcome: Outcome) -> bool:
    return outcome.figure is None or outcome.figure.completeness not in {None, 1}


def _known(telling: Telling, outcome: Outcome) -> Iterator[str | Run]:
    words, context = telling.words, telling.context
    yield f"{outcome.indicator} {context.indicators[outcome.indicator].label.in_language(words.language)}"
    yield context.service(outcome.scope.service)
    share = None if outcome.figure is None else outcome.figure.completeness
    text = words.text("not measured") if share is None else percent_below_all(share, words)
    yield telling.of_outcome(outcome.indicator, outcome.scope, text)


def _statements(telling: Telling) -> Iterator[Block]:
    words, statements = telling.words, telling.sources.results.statements
    if not statements:
        return
    parted = sum(1 for one in statements if one.measured is not None and one.measured != one.stated)
    yield telling.measured(
        fill(
            words.text(
                "The supplier stated {stated} figures of its own for the month, of which {parted} differ from"
                " what is measured; both are kept.",
                stated=SLOTS[0],
                parted=SLOTS[1],
            ),
            telling.of_report(words.number(len(statements))),
            telling.of_report(words.number(parted)),
        )
    )
