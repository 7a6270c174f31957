"""Findings of a small register of needs: a union's strong voice beside a majority of heads."""

from typing import Any

from dashboards.deciding.needs.findings import NeedsFindings
from evaluator.core.deciding.needs.assessment import assess
from evaluator.core.deciding.needs.trace import Known
from evaluator.results.published import PeriodResults
from tests.dashboards.builders import make_contract, make_results
from tests.evaluator.core.deciding.needs.registers import (
    TODAY,
    basis,
    body,
    checked_by,
    known,
    label,
    need,
    register,
    requirement,
    voice,
)

GROUPS = [
    {"id": "heads", "label": {"sv": "Chefer", "en": "Heads"}},
    {"id": "unions", "label": {"sv": "Fackförbund", "en": "Unions"}},
    {"id": "teachers", "label": {"sv": "Lärare", "en": "Teachers"}},
]
OCCASIONS = [
    {
        "id": "W1",
        "kind": "workshop",
        "label": {"sv": "Verksamhetsdialog", "en": "Workshop"},
        "day": "2026-03-11",
        "reference": "KS 2026/0000",
    }
]
DECIDED = {
    "status": "partly",
    "what": {"sv": "Stöd i skolan.", "en": "Support in schools."},
    "why": {"sv": "Störst behov där.", "en": "Most needed there."},
    "decided_on": "2026-09-21",
    "decided_by": "it-direktör",
    "answered": [{"group": "unions", "on": "2026-10-07"}],
}
NEEDS = [
    need(
        "N1",
        voice("heads", 2, 30, satisfaction=4, segment="districts"),
        voice("teachers", 4, 10, satisfaction=2, unit="school-01"),
        voice("teachers", 4, 3, segment="districts", satisfaction=1),
        body("unions", 5, satisfaction=1),
        answer=DECIDED,
    ),
    need("N2", voice("heads", 3, 30), without_requirement=label("for the employer")),
    need("N3", voice("heads", 3, 30, unit="school-02")),
]
REQUIREMENTS = [
    requirement("R1", needs=["N1"], check=checked_by("K05")),
    requirement("R2", needs=["N1"], level="should"),
    requirement("R3", check=checked_by("K99")),
]


def make_findings(
    needs: list[Any] | None = None,
    requirements: list[Any] | None = None,
    there: Known | None = None,
    results: PeriodResults | None = None,
    **more: Any,
) -> NeedsFindings:
    file = register(
        NEEDS if needs is None else needs,
        REQUIREMENTS if requirements is None else requirements,
        **({"groups": GROUPS, "occasions": OCCASIONS, "answer_by": "2026-10-30"} | more),
    )
    contract = make_contract()
    units = {unit.id: unit.segment for unit in contract.units}
    known_there = known(basis("K05")) if there is None else there
    return NeedsFindings(
        "needs.yaml",
        "c0ffee",
        file,
        assess(file, known_there, units, contract.reporting.smallest_group, TODAY),
        contract,
        results,
    )


def with_results() -> NeedsFindings:
    return make_findings(results=make_results())
