"""Whom Alertmanager tells, as the settings state it."""

from typing import Any

import pytest
from pydantic import ValidationError

from evaluator.decisions.alert_kinds import Severity
from evaluator.decisions.alert_routes import RouteTerms

SLACK = {"severities": ["info"], "slack_address_file": "/run/secrets/slack", "slack_channel": "#avtal"}
WEBHOOK = {"severities": ["page"], "webhook": "https://h.example/in"}
MAIL = {"severities": ["ticket"], "mail": ["it-manager@city.example"]}
SERVER = {"server": "mail.city.example:587", "sender": "watch@city.example"}


def test_without_a_word_nobody_is_told_and_office_hours_are_kept() -> None:
    terms = RouteTerms()
    assert terms.receivers == ()
    assert terms.office_hours is not None
    assert (terms.office_hours.opens, terms.office_hours.closes) == ("08:00", "17:00")
    assert terms.repeat[Severity.PAGE] == 4 * 3600


def test_receivers_of_every_kind_are_taken() -> None:
    terms = RouteTerms.model_validate({"receivers": [SLACK, WEBHOOK, MAIL], "mail": SERVER})
    assert [one.severities[0] for one in terms.receivers] == [Severity.INFO, Severity.PAGE, Severity.TICKET]


@pytest.mark.parametrize(
    "wrong",
    [
        {"receivers": [{"severities": ["page"]}]},
        {"receivers": [MAIL]},
        {"receivers": [WEBHOOK | {"webhook": "https://user:secret@h.example/"}]},
        {"receivers": [WEBHOOK | {"webhook_token_file": "secret"}]},
        {"receivers": [SLACK | {"webhook_token_file": "/run/secrets/x"}]},
        {"receivers": [SLACK | {"slack_channel": ""}]},
        {"office_hours": {"opens": "17:00", "closes": "08:00"}},
        {"repeat": {"page": "1 h"}},
    ],
)
def test_what_tells_nobody_or_holds_a_secret_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        RouteTerms.model_validate(wrong)
