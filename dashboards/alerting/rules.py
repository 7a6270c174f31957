"""Rules for Prometheus, generated from a contract and what the customer wants to be alerted of."""

from typing import Any

from dashboards.alerting.contract_rules import contract_rules
from dashboards.alerting.indicator_rules import indicator_rules
from dashboards.alerting.rule import Rule, Ruling
from dashboards.alerting.service_rules import service_rules
from evaluator.contract.contract import Contract
from evaluator.decisions.alert_terms import AlertTerms


def build_rules(contract: Contract, terms: AlertTerms, address: str) -> dict[str, Any]:
    """Return a rule file: a group for each indicator, one for the contract, one for the service itself.

    `address` is where the pages are served; annotations lead there. All rules compare gauges that the
    service exports, and reckon nothing.
    """
    ruling = Ruling(contract, terms, address)
    parts = {one.id: list(indicator_rules(ruling, one)) for one in contract.indicators}
    parts["contract"], parts["service"] = list(contract_rules(ruling)), list(service_rules(ruling))
    return {"groups": [_group(f"{ruling.name} {name}", rules) for name, rules in parts.items() if rules]}


def _group(name: str, rules: list[Rule]) -> dict[str, Any]:
    return {"name": f"supplierwatch {name}", "rules": rules}
