"""The settings of messages: what is refused, and said how."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from supplierwatch.notifying.settings import MessageSettings
from supplierwatch.watch import load_watch
from tests.supplierwatch.watches import only_problem_of

MAIL = {"host": "mail.city.example", "sender": "watch@city.example"}
READER = {"role": "IT manager", "address": "a@city.example"}


def problem_of(**messages: Any) -> str:
    with pytest.raises(ValidationError) as refused:
        MessageSettings.model_validate(messages)
    [error] = refused.value.errors()
    return str(error["msg"])


def test_mail_is_encrypted_where_nothing_is_said() -> None:
    mail = MessageSettings.model_validate({"mail": MAIL}).mail
    assert mail is not None
    assert (mail.security, mail.port, mail.timeout) == ("starttls", 587, 30)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.9", "::1", "localhost"])
def test_only_this_machine_gets_mail_without_encryption(host: str) -> None:
    settings = MessageSettings.model_validate({"mail": {**MAIL, "host": host, "security": "none"}})
    assert settings.mail is not None


@pytest.mark.parametrize("host", ["mail.city.example", "10.0.0.1", "localhost.city.example"])
def test_no_other_machine_gets_mail_without_encryption(host: str) -> None:
    assert "this machine only" in problem_of(mail={**MAIL, "host": host, "security": "none"})


@pytest.mark.parametrize(
    ("messages", "said"),
    [
        ({"mail": {**MAIL, "user": "watch"}}, "go together"),
        ({"mail": {**MAIL, "sender": "The watch <watch@city.example>"}}, "no mail address"),
        ({"mail": {**MAIL, "timeout": "0 s"}}, "a second or more"),
        ({"mail": {**MAIL, "timeout": "11 min"}}, "less than or equal to 600"),
        ({"mail": MAIL, "reports": [READER, {**READER, "address": "A@city.example"}]}, "named twice"),
        ({"mail": MAIL, "alerts": {"to": {"page": [["a@b\r\nBcc: c@d.example"]]}}}, "no mail address"),
        ({"alerts": {"to": {"page": [["a@city.example"]]}}}, "no mail server"),
        ({"reports": [READER]}, "no mail server"),
        ({"alerts": {"to": {"page": [["teams"]]}}}, "neither a mail address nor a name under services"),
        ({"alerts": {"to": {"page": [[]]}}}, "a level without destinations"),
        ({"services": {"Teams!": {"url_env": "TEAMS_URL"}}}, "small letters"),
    ],
)
def test_what_cannot_work_is_refused(messages: dict[str, Any], said: str) -> None:
    assert said in problem_of(**messages)


def test_an_address_of_a_service_cannot_stand_in_the_file() -> None:
    assert "match pattern" in problem_of(services={"teams": {"url_env": "workflows://host/secret"}})


def test_a_problem_names_its_line_in_the_file(watch_folder: Path) -> None:
    with (watch_folder / "supplierwatch.yaml").open("a", encoding="utf-8") as file:
        file.write("messages:\n  mail: {host: mail.city.example, sender: nobody}\n")
    problem = only_problem_of(watch_folder)
    assert (problem.path, problem.found) == ("messages.mail.sender", "'nobody'")
    assert "no mail address" in problem.allowed


def test_a_watch_names_the_secrets_of_its_messages(watch_folder: Path) -> None:
    with (watch_folder / "supplierwatch.yaml").open("a", encoding="utf-8") as file:
        file.write(
            "messages:\n"
            "  mail: {host: mail.example, sender: w@city.example, user: w, password_env: MAIL_PASSWORD}\n"
            "  services: {teams: {url_env: TEAMS_URL}}\n"
        )
    names = load_watch(watch_folder).settings.secret_names()
    assert {"MAIL_PASSWORD", "TEAMS_URL"} <= set(names)


def test_hours_that_the_contract_has_not_are_a_problem_of_the_file(watch_folder: Path) -> None:
    with (watch_folder / "supplierwatch.yaml").open("a", encoding="utf-8") as file:
        file.write("messages:\n  alerts: {hours: nights}\n")
    problem = only_problem_of(watch_folder)
    assert (problem.path, problem.found) == (
        "messages.alerts.hours",
        "'nights' are no service hours of the contract",
    )
    assert problem.line is not None
