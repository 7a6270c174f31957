"""From what a figure was made: the evaluation, its inputs, and the commands that make it again."""

from collections.abc import Iterator

from dashboards.explanation.parts import Heading, Part, Sentence
from dashboards.explanation.telling import FigureFacts
from dashboards.report.head import evaluation_entries


def tell_provenance(facts: FigureFacts) -> Iterator[Part]:
    """Yield which evaluation a figure is of, and on which earlier ones it rests."""
    words = facts.words
    yield Heading(words.text("What it was made from"))
    lines = [f"{entry.term}: {entry.text}" for entry in evaluation_entries(facts.context)]
    yield Sentence("; ".join(lines) + ".")
    if facts.inputs:
        inputs = ", ".join(f"{one.period} ({words.number(one.number)})" for one in facts.inputs)
        yield Sentence(
            words.text("It rests on the evaluations of earlier months, by number: {inputs}.", inputs=inputs)
        )
