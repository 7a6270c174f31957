"""The consequences that a board paper goes through one by one (domain.md 2.1)."""

from dashboards.deciding.basis.telling import Telling
from dashboards.document.model import Block, Manner, Paragraph, Run, Section
from dashboards.wording.words import marked
from evaluator.decisions.decision import ConsequenceArea

_HEADINGS = {
    ConsequenceArea.ECONOMY: marked("Economy"),
    ConsequenceArea.GENDER_EQUALITY: marked("Gender equality"),
    ConsequenceArea.CHILDREN: marked("Children (assessment of the rights of the child)"),
    ConsequenceArea.ACCESSIBILITY: marked("Accessibility and disability"),
    ConsequenceArea.ENVIRONMENT: marked("Environment"),
    ConsequenceArea.STAFF: marked("Staff"),
    ConsequenceArea.INFORMATION_SECURITY: marked("Information security"),
}
_ASKS = {
    ConsequenceArea.ECONOMY: marked("the consequences for the economy."),
    ConsequenceArea.GENDER_EQUALITY: marked("the consequences for gender equality."),
    ConsequenceArea.CHILDREN: marked("the assessment of the rights of the child."),
    ConsequenceArea.ACCESSIBILITY: marked("the consequences for people with disabilities."),
    ConsequenceArea.ENVIRONMENT: marked("the consequences for the environment."),
    ConsequenceArea.STAFF: marked("the consequences for staff."),
    ConsequenceArea.INFORMATION_SECURITY: marked("the consequences for information security."),
}


def place_of(area: ConsequenceArea) -> str:
    """Return the name of the place where an area's consequences are written."""
    return f"consequences-{area.value.replace('_', '-')}"


def consequences(telling: Telling) -> Section:
    """Return a section for each area: why it is judged not to be affected, or a place to write."""
    return Section(
        "consequences",
        telling.words.text("Consequences"),
        sections=tuple(_consequence(telling, area) for area in ConsequenceArea),
    )


def _consequence(telling: Telling, area: ConsequenceArea) -> Section:
    words, decision = telling.words, telling.sources.decision
    why = None if decision is None else decision.not_affected.get(area)
    block: Block = telling.place(place_of(area), words.text(_ASKS[area]))
    if why is not None:
        text = words.text("Is judged not to be affected: {why}", why=why.in_language(words.language))
        block = Paragraph((Run(text),), Manner.JUDGED)
    return Section(place_of(area), words.text(_HEADINGS[area]), (block,))
