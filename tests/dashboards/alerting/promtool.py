"""Running rules through promtool: series in, alerts out."""

import json
import subprocess
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from dashboards.alerting.rules import build_rules
from evaluator.contract.contract import Contract
from evaluator.decisions.alert_terms import AlertTerms
from supplierwatch.watch import load_watch
from tests.services import PROMTOOL, program

ROOT = Path(__file__).resolve().parents[3]
CONTRACT = "gemensam-it-service"
ADDRESS = "https://watch.example"


@cache
def example_contract() -> Contract:
    """The contract of the example with its amendments."""
    return load_watch(ROOT / "deploy" / "example").versions.latest.contract


def example_rules(**terms: Any) -> dict[str, Any]:
    """The rules of the example, under alert terms that differ from the usual ones as stated."""
    return build_rules(example_contract(), AlertTerms.model_validate(terms), ADDRESS)


@dataclass(frozen=True)
class Case:
    """Series and the alerts of one name that they lead to at `minute`: the labels of each, in any order."""

    name: str
    alert: str
    series: dict[str, str]
    minute: int
    alerts: tuple[dict[str, str], ...] = ()
    terms: dict[str, Any] = field(default_factory=dict)


def gauge(name: str, **labels: str) -> str:
    """A series of the example's contract."""
    written = ",".join(f'{label}="{value}"' for label, value in {"contract": CONTRACT, **labels}.items())
    return f"supplierwatch_{name}{{{written}}}"


def only_labels(rules: dict[str, Any], alerts: set[str]) -> dict[str, Any]:
    """The rules of some alerts, which say nothing, so that a test states labels alone."""
    wanted = [one for group in rules["groups"] for one in group["rules"] if one["alert"] in alerts]
    silent = [{key: value for key, value in one.items() if key != "annotations"} for one in wanted]
    return {"groups": [{"name": "wanted", "rules": silent}]}


def run_cases(folder: Path, rules: dict[str, Any], cases: list[dict[str, Any]]) -> str:
    """Run promtool's unit tests; returns what it says against them, nothing where all hold."""
    (folder / "rules.yaml").write_text(json.dumps(rules), encoding="utf-8")
    tests = {"rule_files": ["rules.yaml"], "evaluation_interval": "1m", "tests": cases}
    file = folder / "tests.yaml"
    file.write_text(json.dumps(tests), encoding="utf-8")
    command = [program(PROMTOOL), "test", "rules", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def as_promtool(case: Case) -> dict[str, Any]:
    """A case as promtool reads it."""
    return {
        "interval": "1m",
        "name": case.name,
        "input_series": [{"series": series, "values": values} for series, values in case.series.items()],
        "alert_rule_test": [
            {
                "eval_time": f"{case.minute}m",
                "alertname": case.alert,
                "exp_alerts": [{"exp_labels": _labels(labels)} for labels in case.alerts],
            }
        ],
    }


def _labels(labels: dict[str, str]) -> dict[str, str]:
    """With the contract; Prometheus takes an empty label for none."""
    return {"contract": CONTRACT} | {name: value for name, value in labels.items() if value}
