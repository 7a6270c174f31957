"""What the files of needs and of a consultation must say."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from pydantic import ValidationError

from evaluator.decisions.consultation import ConsultationFile
from evaluator.decisions.needs import Answer, AnsweredTo, Check, Need, Voice
from tests.evaluator.core.deciding.needs.registers import label, need, register, voice

DECIDED = {
    "status": "declined",
    "what": label("nothing"),
    "why": label("too dear"),
    "decided_on": "2026-09-21",
    "decided_by": "it-direktör",
}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"importance": 6}, "less than or equal to 5"),
        ({"importance": "0.9"}, "greater than or equal to 1"),
        ({"satisfaction": 0}, "greater than or equal to 1"),
        ({"respondents": 0}, "greater than or equal to 1"),
        ({"speaks_as": "body"}, "respondents counts persons; a body has none"),
    ],
)
def test_a_voice_that_means_nothing_is_refused(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        Voice.model_validate(voice("heads", 4) | changes)


def test_a_mark_may_have_decimals_and_is_exact() -> None:
    assert Voice.model_validate(voice("heads", "4.3")).importance == Fraction(43, 10)


def test_a_need_that_nobody_voiced_is_refused() -> None:
    with pytest.raises(ValidationError, match="at least 1 item"):
        Need.model_validate(need("N1") | {"voices": []})


@pytest.mark.parametrize("key", ["what", "why", "decided_on", "decided_by"])
def test_what_became_of_a_need_says_what_why_when_and_who(key: str) -> None:
    with pytest.raises(ValidationError, match=f"declined needs {key}"):
        Answer.model_validate({name: said for name, said in DECIDED.items() if name != key})


def test_an_open_need_needs_none_of_it() -> None:
    assert Answer.model_validate({"status": "open"}).answered == ()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({"status": "open", "answered": [{"group": "heads", "on": "2026-10-01"}]}, "status says it is open"),
        (DECIDED | {"answered": [{"group": "heads", "on": "2026-09-20"}]}, "before it was decided"),
    ],
)
def test_an_answer_that_contradicts_itself_is_refused(content: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        Answer.model_validate(content)


@pytest.mark.parametrize("told", [{}, {"unit": "D1", "group": "heads"}])
def test_an_answer_goes_to_a_unit_or_to_a_group(told: dict[str, str]) -> None:
    with pytest.raises(ValidationError, match="either the unit or the group"):
        AnsweredTo.model_validate(told | {"on": "2026-10-01"})


@pytest.mark.parametrize("content", [{"method": "indicator"}, {"method": "test", "indicators": ["K05"]}])
def test_indicators_and_the_way_of_checking_by_them_go_together(content: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="go together"):
        Check.model_validate(content)


def test_a_need_is_answered_by_its_own_day_or_that_of_the_file() -> None:
    file = register([need("N1"), need("N2", answer_by="2026-11-01")], answer_by="2026-10-30")
    assert [file.due(one) for one in file.needs] == [date(2026, 10, 30), date(2026, 11, 1)]


def test_a_consultation_ends_after_it_was_sent() -> None:
    content = {
        "title": label("after 2028"),
        "sent_on": "2026-09-01",
        "reply_by": "2026-08-31",
        "bodies": [{"id": "A", "kind": "board", "label": label("A")}],
    }
    with pytest.raises(ValidationError, match="comes before sent_on"):
        ConsultationFile.model_validate(content)
