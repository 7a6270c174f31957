"""A threshold over several months explained: the rule, how far it is reached, and the months behind it."""

from collections.abc import Iterator

from dashboards.explanation.parts import Explained, Heading, Part, Sentence, make_table
from dashboards.explanation.provenance import tell_provenance
from dashboards.explanation.telling import FigureFacts, command_line
from dashboards.figure_keys import FigureSubject
from dashboards.report.trigger_words import describe_trigger
from dashboards.report.triggers import reached_words, states_in, subject_words
from dashboards.wording.words import Wording, marked
from evaluator.contract.triggers import AnyTrigger
from evaluator.core.money.triggers import TriggerState
from evaluator.core.outcomes import Scope, View

_MONTHS = (marked("Month"), marked("Points after repeat"), marked("Counts"))


def explain_trigger(facts: FigureFacts, subject: FigureSubject) -> Explained:
    """Return how far a threshold of the contract is reached, in the view asked for."""
    words = facts.words
    terms = next(one for one in facts.context.contract.triggers if one.id == subject.name)
    title = words.text(
        "Threshold {threshold}, {month}",
        threshold=terms.label.in_language(words.language),
        month=words.month(facts.context.results.period.name),
    )
    parts = [part for state in _states(facts, terms) for part in _state(facts, state, terms)]
    return Explained(title, (*_rule(terms, words), *parts, *tell_provenance(facts)))


def _states(facts: FigureFacts, terms: AnyTrigger) -> list[TriggerState]:
    """The states in the view asked for; where nothing is undecided those after exclusions."""
    own = states_in(facts.context, facts.view) or states_in(facts.context, View.AFTER_EXCLUSIONS)
    return [one for one in own if one.trigger == terms.id]


def _rule(terms: AnyTrigger, words: Wording) -> Iterator[Part]:
    yield Sentence(f"{describe_trigger(terms, words)} ({terms.clause})")
    yield Sentence(words.text("Reaching it gives {right}.", right=terms.gives.in_language(words.language)))


def _state(facts: FigureFacts, state: TriggerState, terms: AnyTrigger) -> Iterator[Part]:
    words = facts.words
    yield Heading(subject_words(facts.context, state))
    verdict = words.text("Reached") if state.is_open else words.text("Not reached")
    yield Sentence(f"{verdict}: {reached_words(facts.context, state, terms)}")
    rows = [
        (
            words.month(one.period),
            words.number(one.points),
            words.text("yes") if one.counts else words.text("no"),
        )
        for one in state.months
    ]
    yield make_table(words, words.text("The months behind it"), _MONTHS, rows, right=_MONTHS[1:2])
    key = facts.keys.of_outcome(state.indicator, Scope(state.service))
    if key:
        yield command_line(facts, key)
