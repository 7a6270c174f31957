"""The files for Prometheus and Alertmanager: readable by them, complete in both languages, and up to date."""

import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from dashboards.alerting.expressions import beyond, decimal, gauge
from dashboards.alerting.rules import build_rules
from evaluator.contract.bands import Range
from evaluator.decisions.alert_terms import AlertTerms, Kind
from supplierwatch.alert_files import routes_text, rules_text
from supplierwatch.watch import Watch, load_watch
from supplierwatch.yaml_files import parse_document
from tests.dashboards.alerting.promtool import (
    ADDRESS,
    CONTRACT,
    ROOT,
    example_rules,
    run_cases,
)
from tests.dashboards.alerting.promtool import gauge as series
from tests.evaluator import small_contract as small
from tests.services import AMTOOL, PROMTOOL, program

COMMITTED = ROOT / "deploy" / "prometheus" / "rules" / "example.yaml"
NOVEMBER = int(datetime(2026, 11, 22, 12, tzinfo=UTC).timestamp())
RECEIVERS = {
    "mail": {
        "server": "mail.city.example:587",
        "sender": "watch@city.example",
        "user": "watch",
        "password_file": "/run/secrets/mail",
    },
    "receivers": [
        {
            "severities": ["page"],
            "webhook": "https://page.example/in",
            "webhook_token_file": "/run/secrets/page",
        },
        {"severities": ["page", "ticket"], "mail": ["it-manager@city.example"]},
        {"severities": ["info"], "slack_address_file": "/run/secrets/slack", "slack_channel": "#avtal"},
    ],
}


def example_watch() -> Watch:
    return load_watch(ROOT / "deploy" / "example")


def all_rules(rules: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for group in rules["groups"] for one in group["rules"]]


def checked(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [program(name), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def routes_with(terms: dict[str, Any]) -> str:
    watch = example_watch()
    alerts = AlertTerms.model_validate({"routes": terms})
    changed = watch.settings.model_copy(update={"alerts": alerts})
    return routes_text(Watch(**{**vars(watch), "settings": changed}))


def test_the_committed_rules_of_the_example_are_those_its_contract_gives() -> None:
    assert COMMITTED.read_text(encoding="utf-8") == rules_text(example_watch(), NOVEMBER)


@pytest.mark.parametrize("burn", ["sloth", "pyrra"])
def test_promtool_accepts_the_rules(burn: str, tmp_path: Path) -> None:
    watch = example_watch()
    alerts = AlertTerms.model_validate({"burn": burn})
    changed = Watch(**{**vars(watch), "settings": watch.settings.model_copy(update={"alerts": alerts})})
    file = tmp_path / "rules.yaml"
    file.write_text(rules_text(changed, NOVEMBER), encoding="utf-8")
    done = checked(PROMTOOL, "check", "rules", str(file))
    assert (done.returncode, done.stderr) == (0, "")


def test_before_the_contract_begins_its_first_version_gives_the_rules() -> None:
    assert "gemensam-it-service K05" in rules_text(example_watch(), 0)


def test_every_rule_speaks_both_languages_and_leads_to_a_page() -> None:
    for rule in all_rules(example_rules()):
        said = rule["annotations"]
        assert said["summary_sv"] != said["summary_en"]
        assert said["to_do_sv"] != said["to_do_en"]
        assert said["link"].startswith(f"{ADDRESS}/")
        assert rule["labels"]["severity"] in {"page", "ticket", "info"}


def test_an_alert_names_the_indicator_in_both_languages(tmp_path: Path) -> None:
    rules = {"groups": [one for one in example_rules()["groups"] if one["name"].endswith(" K05")]}
    labels = {"indicator": "K05", "service": "T2", "month": "finished", "verdict": "missed"}
    expected = {
        "exp_labels": {"contract": CONTRACT, "severity": "ticket", **labels},
        "exp_annotations": {
            "summary_sv": "K05 Lösningstid P2 (T2) nådde inte målet den senast avslutade månaden",
            "summary_en": "K05 Time to resolve P2 (T2) missed its target in the last month that is over",
            "to_do_sv": "Se vad avvikelsen bygger på, meddela leverantören och begär det vite den ger"
            " rätt till.",
            "to_do_en": "See what the miss rests on, tell the supplier, and claim what it is worth.",
            "link": f"{ADDRESS}/indicators/K05",
        },
    }
    wanted = {"eval_time": "5m", "alertname": "SupplierwatchTargetMissed", "exp_alerts": [expected]}
    told = [{"series": series("indicator_verdict", **labels), "values": "1x9"}]
    case = {"interval": "1m", "input_series": told, "alert_rule_test": [wanted]}
    assert run_cases(tmp_path, rules, [case]) == ""


@pytest.mark.parametrize("kind", Kind)
def test_a_kind_that_nobody_wants_has_no_rule(kind: Kind) -> None:
    every, fewer = all_rules(example_rules()), all_rules(example_rules(off=[kind.value]))
    assert {one["alert"] for one in fewer} < {one["alert"] for one in every}


def test_an_indicator_that_nobody_wants_alerts_of_has_none() -> None:
    assert not [one for one in example_rules(without=["K05"])["groups"] if one["name"].endswith(" K05")]


def test_severities_can_be_others_than_usual() -> None:
    rules = all_rules(example_rules(severities={"breach": "page"}))
    found = {one["labels"]["severity"] for one in rules if one["alert"] == "SupplierwatchTargetMissed"}
    assert found == {"page"}


def test_windows_too_long_to_be_measured_have_no_rule() -> None:
    yearly = small.contract(small.time_within_target(period="rolling_12_months", target={"from": "99 %"}))
    terms = AlertTerms.model_validate({"burn": "pyrra"})
    rules = all_rules(build_rules(yearly, terms, ADDRESS))
    assert {one["labels"].get("window") for one in rules} == {None, "12h51m", "3d5h9m"}


def test_a_burn_rate_that_no_miss_can_reach_has_no_rule() -> None:
    written = [one["labels"] for one in all_rules(example_rules()) if "window" in one["labels"]]
    windows = {
        name: [one["window"] for one in written if one["indicator"] == name] for name in ("K05", "K09a")
    }
    # Of a target of 90 % everything missed at once burns at 10: never above 14.4.
    assert windows == {"K05": ["6h", "1d", "3d"], "K09a": ["1h", "6h", "1d", "3d"]}


def test_text_of_a_contract_is_no_template() -> None:
    odd = small.time_within_target(label={"sv": "{{ $value }}", "en": "{{ $value }}"})
    rule = all_rules(build_rules(small.contract(odd), AlertTerms(), ADDRESS))[0]
    assert '{{ "{{" }} $value }}' in rule["annotations"]["summary_sv"]


def test_labels_and_numbers_are_written_so_that_prometheus_reads_them() -> None:
    assert gauge("x", a='say "no"\\\n') == 'supplierwatch_x{a="say \\"no\\"\\\\\\n"}'
    assert (decimal(3), decimal(beyond_target.highest or 0)) == ("3", "0.05")


beyond_target = Range.model_validate({"below": "5 %"})


def test_an_end_that_does_not_belong_to_a_target_is_beyond_it() -> None:
    assert beyond("v", beyond_target) == "v >= 0.05"
    with pytest.raises(ValueError, match="no highest end"):
        beyond("v", Range.model_validate({"from": "5 %"}))


def test_amtool_accepts_the_routes_of_the_example(tmp_path: Path) -> None:
    file = tmp_path / "alertmanager.yaml"
    file.write_text(routes_text(example_watch()), encoding="utf-8")
    done = checked(AMTOOL, "check-config", str(file))
    assert (done.returncode, "SUCCESS" in done.stdout) == (0, True)


@pytest.mark.parametrize(
    ("severity", "expected"),
    [("page", "receiver1,receiver2"), ("ticket", "receiver2"), ("info", "receiver3"), ("other", "nobody")],
)
def test_an_alert_goes_to_those_named_for_its_severity(severity: str, expected: str, tmp_path: Path) -> None:
    file = tmp_path / "alertmanager.yaml"
    file.write_text(routes_with(RECEIVERS), encoding="utf-8")
    assert checked(AMTOOL, "check-config", str(file)).returncode == 0
    done = checked(AMTOOL, "config", "routes", "test", "--config.file", str(file), f"severity={severity}")
    assert done.stdout.strip() == expected


def test_only_pages_are_told_outside_office_hours() -> None:
    routes = parse_document(routes_with(RECEIVERS), "alertmanager.yaml").content["route"]["routes"]
    muted = {one["matchers"][0]: one.get("mute_time_intervals", []) for one in routes}
    assert muted == {
        'severity="page"': [],
        'severity="ticket"': ["outside_office_hours"],
        'severity="info"': ["outside_office_hours"],
    }


def test_all_is_told_at_any_time_where_no_office_hours_are_kept() -> None:
    assert "outside_office_hours" not in routes_with({**RECEIVERS, "office_hours": None})


def test_secrets_are_named_by_their_files_alone() -> None:
    text = routes_with(RECEIVERS)
    assert [line.split(": ")[1] for line in text.splitlines() if "_file:" in line] == [
        "/run/secrets/mail",
        "/run/secrets/page",
        "/run/secrets/slack",
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"receivers": [{"severities": ["page"]}]},
        {"receivers": [{"severities": ["page"], "mail": ["a@b.example"]}]},
        {"receivers": [{"severities": ["page"], "webhook": "https://user:secret@host/"}]},
        {"receivers": [{"severities": ["page"], "webhook": "https://h/", "webhook_token_file": "secret"}]},
        {"receivers": [{"severities": ["page"], "slack_address_file": "/run/secrets/slack"}]},
        {"receivers": [{"severities": ["page"], "mail": ["a@b"], "webhook_token_file": "/run/secrets/x"}]},
        {"office_hours": {"opens": "17:00", "closes": "08:00"}},
        {"repeat": {"page": "1 h"}},
    ],
)
def test_routes_that_say_nothing_or_hold_a_secret_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="routes"):
        AlertTerms.model_validate({"routes": wrong})


def test_an_office_that_is_open_all_week_and_all_day_is_never_outside() -> None:
    week = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    hours = {"days": week, "opens": "00:00", "closes": "17:00"}
    intervals = parse_document(routes_with({"office_hours": hours}), "a.yaml").content["time_intervals"]
    assert intervals[0]["time_intervals"][0]["times"] == [{"start_time": "17:00", "end_time": "24:00"}]
    assert len(intervals[0]["time_intervals"]) == 1


def test_the_example_has_an_address_in_its_links() -> None:
    assert "link: http://127.0.0.1:" in rules_text(example_watch(), NOVEMBER)
