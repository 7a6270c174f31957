"""Parts 8 and 10 of the annex: what users answered, and how long changes and duties took."""

from collections.abc import Callable, Iterator

from dashboards.deciding.basis.measured import history_told, subject, whole_fulfilment
from dashboards.deciding.basis.telling import Telling, table
from dashboards.document.model import Block, Column, Run, Section, Table
from dashboards.report.values import describe_target
from dashboards.report.verdicts import value_text
from dashboards.wording.words import marked
from evaluator.contract.indicators import AnyIndicator, LeadTimeTerms
from evaluator.core.deciding.basis.fulfilment import Fulfilment
from evaluator.core.outcomes import Outcome

_HEADINGS = (marked("Target"), marked("Outcome"), marked("Cases"), marked("Response rate"), marked("Met"))


def users(telling: Telling) -> Section:
    """Return part 8: surveys with their response, and a place for what comments say when coded."""
    words = telling.words
    surveys = {
        one.indicator
        for one in telling.sources.results.history
        if one.figure is not None and one.figure.response is not None
    }
    place = telling.place(
        "annex-comments",
        words.text("what the free-text comments say, coded, with the count behind each."),
    )
    blocks = _chosen(telling, "annex-surveys", words.text("Surveys of users"), lambda one: one.id in surveys)
    lacking = telling.lacking(words.text("No survey of users with a stated response is in the results."))
    return Section("annex-users", words.text("Users"), (*(blocks or (lacking,)), place))


def changes(telling: Telling) -> Section:
    """Return part 10: lead times of change requests and other agreed duties (Stadsrevisionen 1/2015)."""
    words = telling.words
    caption = words.text("Lead times and duties of the supplier")
    blocks = _chosen(telling, "annex-lead-times", caption, lambda one: isinstance(one, LeadTimeTerms))
    lacking = telling.lacking(words.text("The contract measures no lead time of change requests."))
    place = telling.place(
        "annex-ordering",
        words.text("how the technical ordering support works for the administrations."),
    )
    return Section("annex-changes", words.text("Change requests"), (*(blocks or (lacking,)), place))


def _chosen(
    telling: Telling, name: str, caption: str, chosen: Callable[[AnyIndicator], bool]
) -> tuple[Block, ...]:
    indicators = telling.context.indicators
    found = [one for one in whole_fulfilment(telling) if chosen(indicators[one.indicator])]
    return (_table(telling, name, caption, found),) if found else ()


def _table(telling: Telling, name: str, caption: str, found: list[Fulfilment]) -> Table:
    words = telling.words
    first = Column(words.text("Service level"), share=3)
    rest = (Column(words.text(one), is_number=one != "Target", share=2) for one in _HEADINGS)
    return table(name, caption, [first, *rest], (_row(telling, one) for one in found))


def _row(telling: Telling, one: Fulfilment) -> Iterator[str | Run]:
    words, outcome = telling.words, one.latest
    indicator = telling.context.indicators[one.indicator]

    def shown(text: str) -> Run:
        return telling.of_outcome(one.indicator, one.scope, text, outcome.period)

    yield subject(telling, outcome)
    yield telling.of_contract("indicators", describe_target(indicator, telling.context.contract, words))
    yield shown(value_text(indicator, outcome, words))
    yield shown("" if outcome.figure is None else words.number(outcome.figure.sample_size))
    yield shown(_response(telling, outcome))
    met = words.text("{met} of {judged}", met=words.number(one.met), judged=words.number(one.judged))
    yield telling.of_outcome(one.indicator, one.scope, met, history_told(telling))


def _response(telling: Telling, outcome: Outcome) -> str:
    response = None if outcome.figure is None else outcome.figure.response
    return "" if response is None else telling.words.percent(response, 1)
