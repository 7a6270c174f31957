"""The example contract says what the worked example says, and fits the simulated supplier."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from pydantic import ValidationError

from collector.mapping.tickets import EventLogMapping
from collector.simulator import Supplier
from collector.simulator.days import BREAKS, TERMS
from collector.simulator.moments import STATUSES
from collector.simulator.population import MONITORED, build_population
from evaluator.contract.amendments import Amendment, amend
from evaluator.contract.checks import find_misfits
from evaluator.contract.contract import Contract
from evaluator.contract.indicator_terms import Consequence
from evaluator.contract.indicators import LeadTime
from evaluator.contract.services import Service
from evaluator.decisions.exclusions import Decision, Exclusions
from tests.collector.simulator.example_watch import (
    EXAMPLE,
    example,
    example_contract,
    example_mapping,
    source_names,
)

LABEL = {"sv": "Tjänst", "en": "Service"}


def test_the_contract_loads_and_every_name_in_it_is_defined() -> None:
    assert find_misfits(example_contract(), source_names()) == []


def test_all_indicators_of_the_worked_example_are_there() -> None:
    ids = [indicator.id for indicator in example_contract().indicators]
    assert ids == [f"K{n:02}" for n in range(1, 9)] + ["K09a", "K09b", "K09c"] + [
        f"K{n}" for n in range(10, 18)
    ]


@pytest.mark.parametrize(
    ("indicator", "value", "points"),
    [
        ("K01", "0.784", 1),
        ("K02", "0.63", 2),
        ("K03", "0.07", 0),
        ("K03", "0.0701", 1),
        ("K03", "0.09", 1),
        ("K03", "0.151", 4),
        ("K04", "0", 0),
        ("K04", "3", 3),
        ("K04", "7", 4),
        ("K05", "0.8999", 1),
        ("K07", "0.85", 0),
        ("K07", "0.649", 4),
        ("K09a", "0.999", 0),
        ("K09b", "0.9928", 1),
        ("K09c", "0.965", 4),
        ("K12", "0.99", 1),
        ("K15", "2", 1),
        ("K15", "3", 2),
        ("K15", "10", 3),
        ("K15", "11", 4),
        ("K16", "64.9", 2),
        ("K17", "0.979", 1),
    ],
)
def test_a_value_gets_the_points_of_the_worked_example(indicator: str, value: str, points: int) -> None:
    terms, found = example_contract().indicator(indicator), Fraction(value)
    held = [0] if terms.target.holds(found) else [band.points for band in terms.bands if band.holds(found)]
    assert held == [points]


def test_the_fees_sum_to_24_million_a_month() -> None:
    fees = [service.monthly_fee for service in example_contract().services if service.monthly_fee is not None]
    assert sum(fees) == 24_000_000


def test_what_the_classes_of_t3_miss_is_billed_as_t3() -> None:
    contract = example_contract()
    assert {name: contract.service(name).billed_as for name in ("T2", "T3A", "T3B", "T3C")} == {
        "T2": "T2",
        "T3A": "T3",
        "T3B": "T3",
        "T3C": "T3",
    }


def test_a_part_of_another_service_has_no_fee_of_its_own() -> None:
    with pytest.raises(ValidationError, match="has no monthly_fee"):
        Service.model_validate({"id": "A", "label": LABEL, "hours": "h", "part_of": "B", "monthly_fee": 1})


@pytest.mark.parametrize("whole", ["T9", "T3B"])
def test_a_service_is_part_of_one_that_is_billed(whole: str) -> None:
    content = example("contract.yaml")
    next(service for service in content["services"] if service["id"] == "T3A")["part_of"] = whole
    findings = find_misfits(Contract.model_validate(content))
    assert ("services", 3, "part_of") in [finding.path for finding in findings]


def test_satisfaction_leads_to_no_credit_and_all_else_does() -> None:
    without = [i.id for i in example_contract().indicators if i.consequence is Consequence.NONE]
    assert without == ["K16"]


def test_the_amendment_shortens_the_limit_of_k13_from_july_2025() -> None:
    signed = example("contract.yaml")
    amendment = Amendment.model_validate(example("amendments/001.yaml"))
    limits = []
    for content in (signed, amend(signed, amendment)):
        terms = Contract.model_validate(content).indicator("K13")
        assert isinstance(terms, LeadTime)
        assert terms.within.limit is not None
        limits.append(terms.within.limit.working_days)
    assert (amendment.effective.isoformat(), limits) == ("2025-07-01", [15, 10])


def test_units_and_users_are_those_of_the_simulated_city() -> None:
    population = build_population()
    units = example_contract().units
    assert [(unit.id, unit.users) for unit in units] == list(
        zip(population.units.tolist(), population.users.tolist(), strict=True)
    )
    assert [unit.segment == "schools" for unit in units] == population.is_school.tolist()
    counts = pd.Series([unit.segment for unit in units]).value_counts().to_dict()
    assert counts == {"schools": 140, "administrations": 12, "companies": 10, "districts": 8}


def test_school_terms_are_those_of_the_simulated_city() -> None:
    hours = example_contract().service_hours["school_days"]
    assert [(str(term.first), str(term.last)) for term in hours.only_between] == list(TERMS)
    assert [(str(term.first), str(term.last)) for term in hours.closed] == list(BREAKS)


def test_every_status_is_mapped_but_the_one_no_clause_explains() -> None:
    mapping = example_mapping("tickets")
    assert isinstance(mapping, EventLogMapping)
    assert set(STATUSES) - set(mapping.statuses) == {"Parkerad"}


def test_exclusions_refer_to_services_and_indicators_of_the_contract() -> None:
    contract, asked = example_contract(), Exclusions.model_validate(example("exclusions.yaml")).exclusions
    # Late ones are refused by their dates, which no file says; none was accepted in part.
    derived = {Decision.REFUSED_LATE, Decision.PARTLY_ACCEPTED}
    assert {exclusion.decision for exclusion in asked} == set(Decision) - derived
    indicators = {indicator.id for indicator in contract.indicators}
    assert {name for exclusion in asked for name in exclusion.indicators} <= indicators


def test_excluded_tickets_exist(supplier: Supplier) -> None:
    asked = Exclusions.model_validate(example("exclusions.yaml")).exclusions
    named = {ticket for exclusion in asked for ticket in exclusion.tickets}
    assert named
    assert named <= set(supplier.tickets["key"])


def test_excluded_intervals_cover_outages(supplier: Supplier) -> None:
    asked = Exclusions.model_validate(example("exclusions.yaml")).exclusions
    mapping = example_mapping("monitoring").model_dump()
    mapped = mapping["values"]["service"]
    intervals = [exclusion.interval for exclusion in asked if exclusion.interval is not None]
    for interval in intervals:
        # Wall time counted as if it were UTC, as the simulation counts.
        start, end = (
            np.datetime64(moment.replace(tzinfo=None), "s").astype("int64")
            for moment in (interval.starts_at, interval.ends_at)
        )
        own = supplier.outages[
            supplier.outages["subject"].map(lambda subject: mapped[MONITORED[subject]]) == interval.service
        ]
        assert ((own["starts_at"] >= start) & (own["ends_at"] <= end)).sum() == 1
    assert len(intervals) == 3


def test_no_real_supplier_is_named() -> None:
    real = (
        "tieto",
        "evry",
        "volvo",
        "atea",
        "fujitsu",
        "advania",
        "capgemini",
        "accenture",
        "telia",
        "intraservice",
    )
    text = "".join(path.read_text(encoding="utf-8") for path in EXAMPLE.rglob("*.yaml")).lower()
    assert [name for name in real if name in text] == []
    assert "exempelstaden" in text


def test_every_file_names_its_schema_first() -> None:
    firsts = {
        str(path.relative_to(EXAMPLE)): path.read_text(encoding="utf-8").split("\n")[0]
        for path in EXAMPLE.rglob("*.yaml")
    }
    assert len(firsts) == 24
    assert [
        name for name, first in firsts.items() if not first.startswith("# yaml-language-server: $schema=")
    ] == []
