"""The configuration of Alertmanager: who is told of what, what is grouped, and when nobody is told."""

from collections.abc import Iterator, Sequence
from typing import Any

from dashboards.alerting.contract_rules import CLAIM, NOTICE, REPORT, THRESHOLD
from dashboards.alerting.indicator_rules import BREACH, BUDGET_GONE, BURN, FORECAST, TICKETS
from dashboards.alerting.service_rules import AWAY, BEHIND, MESSAGES, SILENT, STALE, UNDELIVERED, UNMAPPED
from evaluator.contract.contract import Contract
from evaluator.contract.time_limits import has_time_limit
from evaluator.core.alerts.burn import window_name
from evaluator.core.alerts.burn_windows import burning_indicators
from evaluator.decisions.alert_kinds import Severity
from evaluator.decisions.alert_routes import Mail, OfficeHours, Receiver, RouteTerms

NOBODY = "nobody"
OUTSIDE = "outside_office_hours"

ABOUT_FIGURES = (
    BREACH,
    BUDGET_GONE,
    BURN,
    FORECAST,
    TICKETS,
    THRESHOLD,
    NOTICE,
    CLAIM,
    REPORT,
    SILENT,
    BEHIND,
    UNMAPPED,
    UNDELIVERED,
    MESSAGES,
)
"""Alerts that rest on what the store says."""

ABOUT_NOW = (BURN, TICKETS)
"""Alerts that rest on the last hours: worth nothing while a source they are measured from is silent."""

Part = dict[str, Any]

# A recovery reads otherwise than an alert, and several alerts together have no sentence in common.
TITLE = (
    "[{{ .Status | toUpper }}] {{ if .CommonAnnotations.summary_sv }}{{ .CommonAnnotations.summary_sv }}"
    "{{ else }}{{ .CommonLabels.alertname }} ({{ .Alerts | len }}){{ end }}"
)
TEXT = (
    "{{ range .Alerts }}[{{ .Status | toUpper }}] {{ .Annotations.summary_sv }}\n"
    "{{ .Annotations.to_do_sv }}\n{{ .Annotations.summary_en }}\n"
    "{{ .Annotations.to_do_en }}\n{{ .Annotations.link }}\n\n{{ end }}"
)


def build_routes(terms: RouteTerms, contract: Contract) -> Part:
    """Return the configuration for Alertmanager; times are in the time zone of the contract.

    Secrets are in none of it: it names the files they are in. What nobody is named for is told nobody.
    """
    found: Part = {}
    if terms.mail is not None:
        found["global"] = _mail(terms.mail)
    found["route"] = _route(terms)
    found["inhibit_rules"] = _inhibitions(contract)
    if terms.office_hours is not None:
        zone = contract.contract.time_zone
        found["time_intervals"] = [{"name": OUTSIDE, "time_intervals": _outside(terms.office_hours, zone)}]
    found["receivers"] = [{"name": NOBODY}, *(_receiver(at, one) for at, one in enumerate(terms.receivers))]
    return found


def _mail(mail: Mail) -> Part:
    found: Part = {
        "smtp_smarthost": mail.server,
        "smtp_from": mail.sender,
        "smtp_require_tls": mail.tls,
    }
    if mail.user:
        found["smtp_auth_username"] = mail.user
    if mail.password_file is not None:
        found["smtp_auth_password_file"] = mail.password_file
    return found


def _route(terms: RouteTerms) -> Part:
    routes = [
        _to_receiver(terms, severity, at)
        for severity in Severity
        for at, receiver in enumerate(terms.receivers)
        if severity in receiver.severities
    ]
    return {
        "receiver": NOBODY,
        "group_by": ["contract", "severity", "alertname", "indicator"],
        "group_wait": window_name(terms.group_wait),
        "group_interval": window_name(terms.group_interval),
        "repeat_interval": window_name(terms.repeat[Severity.TICKET]),
        "routes": routes,
    }


def _to_receiver(terms: RouteTerms, severity: Severity, at: int) -> Part:
    found: Part = {
        "receiver": _name(at),
        "matchers": [f'severity="{severity.value}"'],
        "repeat_interval": window_name(terms.repeat[severity]),
        "continue": True,
    }
    if severity is not Severity.PAGE and terms.office_hours is not None:
        found["mute_time_intervals"] = [OUTSIDE]
    return found


def _inhibitions(contract: Contract) -> list[Part]:
    """What is not told while something else says why: old results, silent sources, worse burning."""
    return [
        _inhibition([f'alertname="{AWAY}"'], [_any_of((*ABOUT_FIGURES, STALE))], []),
        _inhibition([f'alertname="{STALE}"'], [_any_of(ABOUT_FIGURES)], ["contract"]),
        *_inhibitions_by_source(contract),
        _inhibition(
            [f'alertname="{BURN}"', 'severity="page"'],
            [f'alertname="{BURN}"', 'severity="ticket"'],
            ["contract", "indicator", "service"],
        ),
    ]


def _inhibitions_by_source(contract: Contract) -> Iterator[Part]:
    """What a silent source holds back: of the indicators measured from it, and of no others."""
    indicators: dict[str, list[str]] = {}
    burning = burning_indicators(contract)
    for indicator in contract.indicators:
        is_about_now = indicator.id in burning or has_time_limit(indicator)
        for source in indicator.data if is_about_now else ():
            indicators.setdefault(source, []).append(indicator.id)
    alike: dict[tuple[str, ...], list[str]] = {}
    for source, measured in indicators.items():
        alike.setdefault(tuple(measured), []).append(source)
    for measured_from, sources in alike.items():
        yield _inhibition(
            [f'alertname="{SILENT}"', _any_of(sources, "source")],
            [_any_of(ABOUT_NOW), _any_of(measured_from, "indicator")],
            ["contract"],
        )


def _inhibition(source: list[str], target: list[str], equal: list[str]) -> Part:
    return {"source_matchers": source, "target_matchers": target, "equal": equal}


def _any_of(words: Sequence[str], label: str = "alertname") -> str:
    # A name of the contract can hold a full stop, which would stand for any letter.
    return f'{label}=~"{"|".join(words).replace(".", "[.]")}"'


def _outside(hours: OfficeHours, zone: str) -> list[Part]:
    times = [("00:00", hours.opens), (hours.closes, "24:00")]
    closed = [{"start_time": start, "end_time": end} for start, end in times if start != end]
    others = [day for day in _WEEK if day not in hours.days]
    found: list[Part] = []
    if closed:
        found.append({"times": closed, "weekdays": list(hours.days), "location": zone})
    if others:
        found.append({"weekdays": others, "location": zone})
    return found


_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _name(at: int) -> str:
    return f"receiver{at + 1}"


def _receiver(at: int, receiver: Receiver) -> Part:
    found: Part = {"name": _name(at)}
    if receiver.mail:
        found["email_configs"] = [
            {"to": one, "send_resolved": True, "headers": {"Subject": TITLE}, "text": TEXT, "html": ""}
            for one in receiver.mail
        ]
    if receiver.webhook is not None:
        webhook: Part = {"url": receiver.webhook, "send_resolved": True}
        if receiver.webhook_token_file is not None:
            webhook["http_config"] = {"authorization": {"credentials_file": receiver.webhook_token_file}}
        found["webhook_configs"] = [webhook]
    if receiver.slack_address_file is not None:
        slack = {"api_url_file": receiver.slack_address_file, "channel": receiver.slack_channel}
        found["slack_configs"] = [{**slack, "send_resolved": True, "title": TITLE, "text": TEXT}]
    return found
