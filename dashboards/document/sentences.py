"""Sentences with figures in them: translators see one sentence, and each figure keeps its note."""

from string import Formatter

from dashboards.document.model import Run, Runs
from dashboards.wording.words import Wording


def sentence(words: Wording, message: str, /, **figures: Run | str) -> Runs:
    """Return `message` in the language of `words`, with each `{name}` replaced by what is given for it."""
    return fill(words.text(message, **{name: f"{{{name}}}" for name in figures}), **figures)


def fill(text: str, /, **figures: Run | str) -> Runs:
    """Return `text` with each `{name}` replaced; raises KeyError for a name that nothing is given for."""
    found: list[Run] = []
    for before, name, _, _ in Formatter().parse(text):
        if before:
            found.append(Run(before))
        if name is not None:
            figure = figures[name]
            found.append(Run(figure) if isinstance(figure, str) else figure)
    return tuple(found)
