"""What the measurement shows, in the neutral sentences that a board paper quotes (domain.md 2.3)."""

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal

from dashboards.deciding.basis.telling import SLOTS, Telling, fill
from dashboards.document.model import Run, Runs
from dashboards.figure_keys import FigureKind
from dashboards.report.scorecard import build_score, floor_sentences
from dashboards.report.segments import worst_segments
from evaluator.contract.contract import ExtensionOption, OptionState
from evaluator.core.deciding.basis.fulfilment import Fulfilment, fulfilment
from evaluator.core.outcomes import Outcome, Verdict

NAMED_AT_MOST = 3
HIGHEST_SCORE = 100


def answer_sentences(telling: Telling) -> tuple[Runs, ...]:
    """Return what the measurement shows in two sentences: of the month, and of all months."""
    return (*_of_the_month(telling), *_of_all_months(telling, whole_fulfilment(telling)))


def measured_paragraphs(telling: Telling) -> tuple[Runs, ...]:
    """Return what the measurement shows: of the whole, of what was missed, of score and credits."""
    whole = whole_fulfilment(telling)
    found = (
        joined(answer_sentences(telling)),
        joined((*_most_missed(telling, whole), *_worst_segment(telling), *_incomplete(telling, whole))),
        joined((*_score(telling), *credit_sentences(telling))),
    )
    return tuple(one for one in found if one)


def joined(sentences: Iterable[Runs]) -> Runs:
    """Return sentences as one paragraph."""
    found: list[Run] = []
    for sentence in sentences:
        found += [*([Run(" ")] if found else []), *sentence]
    return tuple(found)


def whole_fulfilment(telling: Telling) -> tuple[Fulfilment, ...]:
    """Return how often each service level that the contract judges was reached in the months shown."""
    known = telling.context.indicators
    return tuple(
        one
        for one in fulfilment(telling.sources.results.history)
        if one.scope.is_whole and one.indicator in known
    )


def first_month(telling: Telling) -> str:
    """Return the first month of the history that stands behind the figures."""
    periods = [one.period for one in telling.sources.results.history]
    return min(periods, default=telling.sources.results.period.name)


def history_told(telling: Telling) -> str:
    """Return what a note says of a figure over several months."""
    return telling.words.text(
        "{first} to {last}",
        first=first_month(telling),
        last=telling.sources.results.period.name,
    )


def subject(telling: Telling, outcome: Outcome) -> str:
    """Return an indicator and its service as people know them."""
    indicator = telling.context.indicators[outcome.indicator]
    label = indicator.label.in_language(telling.words.language)
    return f"{indicator.id} {label}, {telling.context.service(outcome.scope.service)}"


def _of_the_month(telling: Telling) -> Iterator[Runs]:
    words = telling.words
    counts = Counter(outcome.verdict for outcome in telling.context.whole_outcomes())
    judged = counts[Verdict.MET] + counts[Verdict.MISSED]
    if judged == 0:
        yield (Run(words.text("No service level could be judged in the period.")),)
        return
    yield fill(
        words.text(
            "The measurement shows that {met} of {judged} service levels that could be judged were met in"
            " {month}.",
            met=SLOTS[0],
            judged=SLOTS[1],
            month=SLOTS[2],
        ),
        telling.of_report(words.number(counts[Verdict.MET])),
        telling.of_report(words.number(judged)),
        Run(words.month(telling.sources.results.period.name)),
    )


def _of_all_months(telling: Telling, whole: tuple[Fulfilment, ...]) -> Iterator[Runs]:
    words, told = telling.words, history_told(telling)
    judged, met = sum(one.judged for one in whole), sum(one.met for one in whole)
    unjudged = sum(one.without_verdict for one in whole)
    first, last = first_month(telling), telling.sources.results.period.name
    if judged == 0 or first == last:
        return
    yield fill(
        words.text(
            "The measurement shows that the target was reached in {met} of {judged} judged periods of service"
            " levels from {first} up to and including {last}; {unjudged} periods could not be judged and"
            " count as neither.",
            met=SLOTS[0],
            judged=SLOTS[1],
            unjudged=SLOTS[2],
            first=words.month(first),
            last=words.month(last),
        ),
        *(telling.of_report(words.number(number), told) for number in (met, judged, unjudged)),
    )


def _most_missed(telling: Telling, whole: tuple[Fulfilment, ...]) -> Iterator[Runs]:
    words, told = telling.words, history_told(telling)
    missed = sorted((one for one in whole if one.missed > 0), key=lambda one: (-one.missed, one.indicator))
    for one in missed[:NAMED_AT_MOST]:
        yield fill(
            words.text(
                "The measurement shows that {subject} missed its target in {missed} of {judged} judged"
                " periods.",
                subject=subject(telling, one.latest),
                missed=SLOTS[0],
                judged=SLOTS[1],
            ),
            telling.of_outcome(one.indicator, one.scope, words.number(one.missed), told),
            telling.of_outcome(one.indicator, one.scope, words.number(one.judged), told),
        )


def _incomplete(telling: Telling, whole: tuple[Fulfilment, ...]) -> Iterator[Runs]:
    words = telling.words
    never = [one for one in whole if one.judged == 0]
    if never:
        names = words.listing(dict.fromkeys(one.indicator for one in never))
        yield (
            Run(
                words.text(
                    "The facts are incomplete for {indicators}; the result should be read with care.",
                    indicators=names,
                )
            ),
        )


def _worst_segment(telling: Telling) -> Iterator[Runs]:
    missed = [one for one in telling.context.whole_outcomes() if one.verdict is Verdict.MISSED]
    worst = worst_segments(telling.context, missed)
    if worst:
        yield (
            Run(
                telling.words.text(
                    "The measurement shows that the deviations of the month affect {segments} most.",
                    segments=telling.words.listing(worst),
                )
            ),
        )


def _score(telling: Telling) -> Iterator[Runs]:
    score, words = build_score(telling.context), telling.words
    if score is None:
        return
    yield fill(
        words.text(
            "The measurement shows a score of {total} of at most {most}, which is the band {band}.",
            total=SLOTS[0],
            most=SLOTS[1],
            band=score.band,
        ),
        telling.of_kind(FigureKind.SCORE, "", score.total),
        telling.of_contract("scorecard", words.number(HIGHEST_SCORE)),
    )
    for sentence in floor_sentences(telling.context):
        yield (Run(sentence),)


def credit_sentences(telling: Telling) -> Iterator[Runs]:
    """Yield what became of credits: calculated, claimed, credited, waived, disputed."""
    ledger, words = telling.sources.follow_up.ledger, telling.words
    if ledger is None or not ledger.rows:
        return
    total, currency = ledger.total, ledger.currency

    def amount(found: Decimal) -> Run:
        return telling.of_ledger(words.money(found, currency))

    yield fill(
        words.text(
            "Calculated credits amount to {calculated}, of which {claimed} is claimed, {credited} is"
            " credited, {disputed} is in dispute, {waived} is waived, {lapsed} has lapsed unclaimed and"
            " {open} is not yet claimed.",
            calculated=SLOTS[0],
            claimed=SLOTS[1],
            credited=SLOTS[2],
            disputed=SLOTS[3],
            waived=SLOTS[4],
            lapsed=SLOTS[5],
            open=SLOTS[6],
        ),
        amount(total.calculated),
        amount(total.claimed),
        amount(total.credited),
        amount(total.disputed),
        amount(total.waived),
        amount(total.lapsed),
        amount(total.open),
    )


def term_sentences(telling: Telling) -> tuple[Runs, ...]:
    """Return how long the contract runs, and by when notice of each open option must have been received."""
    words, term = telling.words, telling.sources.results.contract.term
    runs_to = fill(
        words.text(
            "The contract runs from {first} up to and including {last}.", first=SLOTS[0], last=SLOTS[1]
        ),
        telling.of_contract("term", words.day(term.first_day)),
        telling.of_contract("term", words.day(term.current_last_day)),
    )
    options = (one for one in term.options if one.state is OptionState.OPEN)
    return (runs_to, *(_option(telling, one) for one in options))


def _option(telling: Telling, option: ExtensionOption) -> Runs:
    words, label = telling.words, option.label.in_language(telling.words.language)
    key = f"term.options.{option.id}"
    prolongs_to = telling.of_contract(key, words.day(option.prolongs_to))
    if option.notice_by is None:
        return fill(
            words.text(
                "{option} prolongs up to and including {prolongs_to}; no notice date is stated, which should"
                " be settled with the supplier.",
                option=label,
                prolongs_to=SLOTS[0],
            ),
            prolongs_to,
        )
    return fill(
        words.text(
            "{option} prolongs up to and including {prolongs_to}; notice is to be given in writing by"
            " {notice_by}.",
            option=label,
            prolongs_to=SLOTS[0],
            notice_by=SLOTS[1],
        ),
        prolongs_to,
        telling.of_contract(key, words.day(option.notice_by)),
    )
