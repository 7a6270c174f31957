"""What stands on the first page: what is lacking, what is assumed, and whether it is signed."""

from collections.abc import Iterator

from dashboards.deciding.basis.telling import Telling
from dashboards.document.model import Manner, Paragraph, Run
from dashboards.wording.words import marked
from evaluator.core.deciding.basis.readiness import Lack, NeededPart, Readiness

_PARTS = {
    NeededPart.COST: marked("cost analysis"),
    NeededPart.NEEDS: marked("needs analysis"),
    NeededPart.RISKS: marked("risk analysis"),
}


def stamps(telling: Telling) -> tuple[Paragraph, ...]:
    """Return the stamps of a decision basis."""
    return (*_incomplete(telling), *assumed_stamps(telling), *_standing(telling))


def _incomplete(telling: Telling) -> Iterator[Paragraph]:
    words, lacks = telling.words, telling.sources.standing.lacks
    if not lacks:
        return
    parts = words.listing(words.text(_PARTS[one.part]) for one in lacks)
    yield Paragraph(
        (
            Run(words.text("Lacks {parts}.", parts=parts), is_strong=True),
            *(Run(" " + _details(telling, one)) for one in lacks if one.details),
        ),
        Manner.INCOMPLETE,
    )


def _details(telling: Telling, lack: Lack) -> str:
    part = telling.words.text(_PARTS[lack.part])
    details = "; ".join(one.rstrip(".") for one in lack.details)
    return f"{part[:1].upper()}{part[1:]}: {details}."


def assumed_stamps(telling: Telling) -> tuple[Paragraph, ...]:
    """Return what says that targets, risks and costs are assumptions; empty where they are not."""
    if not telling.is_assumed:
        return ()
    return (Paragraph((Run(assumed_text(telling)),), Manner.ASSUMED),)


def assumed_text(telling: Telling) -> str:
    """Return the sentence that stands on every page of an example; empty where nothing is assumed."""
    words = telling.words
    decision = telling.sources.decision
    targets = telling.sources.results.contract.contract.targets_are_assumed
    if decision is not None and decision.is_assumed and targets:
        return words.text(
            "An example: targets, matter, risks and costs are assumptions; the measured figures come from a"
            " public log."
        )
    if decision is not None and decision.is_assumed:
        return words.text("An example: the matter, the risks and the costs are assumptions.")
    return words.text("The targets are assumed, not agreed.") if targets else ""


def _standing(telling: Telling) -> Iterator[Paragraph]:
    words, standing = telling.words, telling.sources.standing
    if standing.readiness is Readiness.READY:
        signed = words.listing(standing.signed)
        yield Paragraph((Run(words.text("Ready: complete, and signed by {roles}.", roles=signed)),))
        return
    yield Paragraph((Run(words.text("Draft: not signed for these figures.")),), Manner.NOTE)
    if standing.outdated:
        roles = words.listing(standing.outdated)
        yield Paragraph(
            (Run(words.text("The signature of {roles} was put under other figures.", roles=roles)),),
            Manner.NOTE,
        )
