"""Rules apply from their date: an amendment from 1 July leaves June byte for byte as it was (field N12)."""

from datetime import date
from typing import Any

import pytest

from collector.store.database import Database
from evaluator.contract.amendments import Amendment, amend
from evaluator.contract.versions import ContractVersions
from evaluator.core.outcomes import Verdict
from evaluator.results.published import PeriodResults
from supplierwatch.reporting import ReportForm, render_report
from tests.collector.store.pages import save
from tests.evaluator.october import (
    COLLECTED,
    RESOLVED,
    WHOLE_T1,
    contract_content,
    evaluate,
    incident,
    instant,
    monitoring,
    outcome_of,
    tickets,
    version,
)

WORKING_DAYS = ["mon", "tue", "wed", "thu", "fri"]

CHANGES: dict[str, Any] = {
    "hours": {
        "replacements": [
            {"path": "service_hours.always_open.openings[#1].days", "value": WORKING_DAYS},
            {"path": "service_hours.always_open.openings[#1].closes", "value": "16:00"},
        ]
    },
    "targets": {"replacements": [{"path": "indicators[P2].target", "value": {"from": "99 %"}}]}
    | {"removals": [{"path": "indicators[P2].bands[#1]"}, {"path": "indicators[P2].bands[#1]"}]}
    | {"additions": [{"path": "indicators[P2].bands", "value": {"below": "99 %", "points": 2}}]},
    "prices": {"replacements": [{"path": "services[T1].monthly_fee", "value": 200000}]},
    "limits of a priority": {
        "replacements": [
            {
                "path": "indicators[P2].within",
                "value": {"limit_by": "priority", "limits": {"P1": {"time": "1 h"}, "P2": {"time": "4 h"}}},
            }
        ]
    },
    "holidays": {
        "additions": [{"path": "holidays", "value": {"swedish": {"country": "SE", "eves": []}}}],
        "replacements": [{"path": "service_hours.always_open.holidays", "value": "swedish"}],
    },
    "a new service and indicator": {
        "additions": [
            {
                "path": "services",
                "value": {
                    "id": "T9",
                    "label": {"sv": "Ny", "en": "New"},
                    "hours": "always_open",
                    "monthly_fee": 1,
                },
            }
        ]
    },
    "an indicator that goes": {"removals": [{"path": "indicators[calls]"}]},
}


def june_first() -> dict[str, Any]:
    return contract_content()


def amended(name: str) -> ContractVersions:
    """The contract, and what applies from 1 July 2026."""
    terms = {"id": "001", "effective": "2026-07-01", "reason": "agreed"} | CHANGES[name]
    changed = amend(june_first(), Amendment.model_validate(terms))
    return ContractVersions((*signed().versions, version(date(2026, 7, 1), changed, f"with {name}")))


def signed() -> ContractVersions:
    return ContractVersions((version(date(2026, 1, 1), june_first(), "signed"),))


def save_summer(database: Database) -> None:
    """In June and in July one P2 of 2 h and one of 6 h; T3 was down for ten hours in each."""
    incidents = [
        incident(
            f"{month}-{hours}", f"2026-{month}-03 08:00", (f"2026-{month}-03 {8 + hours:02}:00", RESOLVED)
        )
        for month in ("06", "07")
        for hours in (2, 6)
    ]
    save(database, tickets(*incidents), at=COLLECTED, complete=True)
    save(database, monitoring("2026-06-01 00:00", "2026-08-01 00:00"), at=COLLECTED, source="monitoring")


def as_bytes(results: PeriodResults) -> bytes:
    return render_report(results, "sv", ReportForm.JSON).encode()


@pytest.mark.parametrize("name", sorted(CHANGES))
def test_june_is_byte_for_byte_the_same_before_and_after_a_change_from_1_july_is_loaded(
    database: Database, name: str
) -> None:
    save_summer(database)
    before = as_bytes(evaluate(database, "2026-06", versions=signed()))
    assert as_bytes(evaluate(database, "2026-06", versions=amended(name))) == before


def test_july_is_judged_by_the_new_terms(sqlite_database: Database) -> None:
    # Of 2 h and 6 h one is within 4 h: 50 %, where 8 h kept both.
    save_summer(sqlite_database)
    found = [
        outcome_of(evaluate(sqlite_database, month, versions=amended("limits of a priority")), "P2", WHOLE_T1)
        for month in ("2026-06", "2026-07")
    ]
    assert [one.verdict for one in found] == [Verdict.MET, Verdict.MISSED]


@pytest.mark.parametrize(
    ("straddling", "verdict"), [("opening", Verdict.MET), ("attribution", Verdict.MISSED)]
)
def test_a_ticket_across_the_change_goes_by_what_the_contract_says(
    sqlite_database: Database, straddling: str, verdict: Verdict
) -> None:
    # Opened on 30 June at 22:00 and resolved at 04:00 in July: 6 h, of 8 h by its opening and of 4 h by July.
    content = june_first()
    content["tickets"]["straddling"] = straddling
    terms = {"id": "001", "effective": "2026-07-01", "reason": "agreed"} | CHANGES["limits of a priority"]
    changed = amend(content, Amendment.model_validate(terms))
    versions = ContractVersions(
        (version(date(2026, 1, 1), content, "signed"), version(date(2026, 7, 1), changed, "amended"))
    )
    across = incident("X-1", "2026-06-30 22:00", ("2026-07-01 04:00", RESOLVED))
    save(sqlite_database, tickets(across), at=instant("2026-08-09 06:00"), complete=True)
    found = outcome_of(evaluate(sqlite_database, "2026-07", versions=versions), "P2", WHOLE_T1)
    assert found.verdict is verdict
