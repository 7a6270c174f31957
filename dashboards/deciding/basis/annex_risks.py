"""Part 14 of the annex: the risk analysis that people made, in the order of its weight."""

from collections.abc import Iterator

from dashboards.deciding.basis.telling import Telling, numbers, table
from dashboards.document.model import Block, Run, Section
from dashboards.wording.words import marked
from evaluator.decisions.decision import ConfidentialPart, Risk

DECISION_FILE = "decision.yaml"
_NUMBERS = (marked("Likelihood"), marked("Consequence"), marked("Product"))


def risk_analysis(telling: Telling) -> Section:
    """Return part 14; confidential where the file keeps it apart. Without risks it says what is lacking."""
    words, decision = telling.words, telling.sources.decision
    ground = None if decision is None else decision.ground_of(ConfidentialPart.RISKS)
    risks = () if decision is None else decision.risks
    lacking = telling.lacking(words.text("There is no risk analysis: decision.yaml names no risks."))
    blocks = tuple(_risks(telling, risks)) if risks else (lacking,)
    return Section("annex-risks", words.text("Risks"), blocks, is_confidential=ground is not None)


def _risks(telling: Telling, risks: tuple[Risk, ...]) -> Iterator[Block]:
    words = telling.words
    ordered = sorted(risks, key=lambda one: (-one.weight, one.id))
    yield table(
        "annex-risk-table",
        words.text("Risks, the heaviest first"),
        [words.text("Risk"), words.text("What"), *(numbers(words.text(one)) for one in _NUMBERS)],
        (_numbers(telling, one) for one in ordered),
        words.text(
            "Likelihood and consequence are judged by people on a scale of 1 to 5; their product orders the"
            " list and is no measurement."
        ),
    )
    yield table(
        "annex-risk-measures",
        words.text("What is done about each risk"),
        [words.text(one) for one in _MEASURES],
        (_measures(telling, one) for one in ordered),
    )


_MEASURES = (
    marked("Risk"),
    marked("Alternatives"),
    marked("Measure"),
    marked("Responsible"),
    marked("Judged by"),
)


def _numbers(telling: Telling, risk: Risk) -> Iterator[str | Run]:
    yield risk.id
    yield telling.of_file(DECISION_FILE, f"risks.{risk.id}", risk.what.in_language(telling.words.language))
    for number in (risk.likelihood, risk.consequence, risk.weight):
        yield telling.of_file(DECISION_FILE, f"risks.{risk.id}", telling.words.number(number))


def _measures(telling: Telling, risk: Risk) -> Iterator[str | Run]:
    words = telling.words
    nothing = words.text("nothing is planned")
    measure = nothing if risk.mitigation is None else risk.mitigation.in_language(words.language)
    yield risk.id
    yield words.listing(risk.alternatives) or words.text("whichever is chosen")
    yield telling.of_file(DECISION_FILE, f"risks.{risk.id}", measure)
    yield risk.owner_role
    yield telling.of_file(DECISION_FILE, f"risks.{risk.id}", f"{risk.judged_by}, {words.day(risk.judged_on)}")
