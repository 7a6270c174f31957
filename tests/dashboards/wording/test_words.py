"""Numbers, money and time as each language writes them. The no-break space is written as \\xa0."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from dashboards.wording import LANGUAGES, wording
from dashboards.wording.terms import (
    VERDICT_SYMBOLS,
    cap_word,
    decision_word,
    intake_word,
    option_state_word,
    party_word,
    service_state_word,
    verdict_word,
    view_word,
)
from evaluator.contract.bands import Range
from evaluator.contract.contract import OptionState
from evaluator.contract.exclusions import Decision
from evaluator.core.credits import Cap
from evaluator.core.outcomes import Verdict, View

SWEDISH, ENGLISH = wording("sv"), wording("en")


def test_a_swedish_percentage_has_a_comma_and_a_no_break_space() -> None:
    assert SWEDISH.percent(Fraction(995, 1000), 1) == "99,5\xa0%"
    assert ENGLISH.percent(Fraction(995, 1000), 1) == "99.5%"


def test_a_percentage_is_never_rounded_into_compliance() -> None:
    target = Range.model_validate({"from": "90 %"})
    assert SWEDISH.percent(Fraction(8999, 10000), 1, target) == "89,9\xa0%"
    assert SWEDISH.percent(Fraction(8999, 10000), 1) == "90,0\xa0%"


def test_thousands_are_parted_as_the_language_does() -> None:
    assert SWEDISH.number(1_250_000) == "1\xa0250\xa0000"
    assert ENGLISH.number(1_250_000) == "1,250,000"


def test_a_negative_number_has_a_true_minus() -> None:
    assert SWEDISH.number(Decimal("-1.5"), 1) == "\u22121,5"


def test_money_has_decimals_only_where_there_are_any() -> None:
    assert SWEDISH.money(Decimal(330_000), "SEK") == "330\xa0000\xa0kr"
    assert SWEDISH.money(Decimal("1250.5"), "SEK") == "1\xa0250,50\xa0kr"
    assert ENGLISH.money(Decimal(330_000), "SEK") == "SEK\xa0330,000"


@pytest.mark.parametrize(
    ("seconds", "swedish", "english"),
    [
        (12_000, "3\xa0tim 20\xa0min", "3\xa0h 20\xa0min"),
        (28_820, "8\xa0tim 20\xa0s", "8\xa0h 20\xa0s"),
        (45, "45\xa0s", "45\xa0s"),
        (0, "0\xa0s", "0\xa0s"),
        (-60, "\u22121\xa0min", "\u22121\xa0min"),
        (1_000 * 3600, "1\xa0000\xa0tim", "1,000\xa0h"),
    ],
)
def test_a_length_of_time_is_told_exactly(seconds: int, swedish: str, english: str) -> None:
    assert (SWEDISH.duration(seconds), ENGLISH.duration(seconds)) == (swedish, english)


def test_an_instant_is_told_in_the_contracts_zone() -> None:
    # 2026-11-09 05:00 UTC, winter time
    assert SWEDISH.instant(1_794_200_400, ZoneInfo("Europe/Stockholm")) == "2026-11-09 06:00"


def test_months_and_days_are_written_out_in_text() -> None:
    assert (SWEDISH.month("2026-10"), ENGLISH.month("2026-10")) == ("oktober 2026", "October 2026")
    assert SWEDISH.long_day(date(2027, 12, 31)) == "31 december 2027"
    assert SWEDISH.day(date(2027, 12, 31)) == "2027-12-31"


def test_plural_forms_follow_the_number() -> None:
    assert SWEDISH.plural("{n} working day", "{n} working days", 1) == "1 arbetsdag"
    assert SWEDISH.plural("{n} working day", "{n} working days", 0) == "0 arbetsdagar"
    assert ENGLISH.plural("{n} working day", "{n} working days", 2) == "2 working days"


@pytest.mark.parametrize(
    ("parts", "expected"), [([], ""), (["a"], "a"), (["a", "b"], "a och b"), (["a", "b", "c"], "a, b och c")]
)
def test_parts_are_listed_with_a_word_before_the_last(parts: list[str], expected: str) -> None:
    assert SWEDISH.listing(parts) == expected


def test_the_statuses_are_the_swedish_ones() -> None:
    assert [verdict_word(verdict, SWEDISH) for verdict in Verdict] == [
        "Uppfylld",
        "Under målnivå",
        "Underlag saknas",
        "Ej mätt",
    ]


def test_each_verdict_has_a_sign_of_its_own() -> None:
    assert len({VERDICT_SYMBOLS[verdict] for verdict in Verdict}) == len(Verdict)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fixed_value_has_a_word(language: str) -> None:
    words = wording(language)
    assert all(verdict_word(one, words) for one in Verdict)
    assert all(view_word(one, words) for one in View)
    assert all(decision_word(one, words) for one in Decision)
    assert all(option_state_word(one, words) for one in OptionState)
    assert all(cap_word(one, words) for one in Cap)


def test_words_of_others_stay_themselves_where_none_is_known() -> None:
    assert party_word("supplier", SWEDISH) == "Leverantören"
    assert party_word("Förvaltningsrätten", SWEDISH) == "Förvaltningsrätten"
    assert service_state_word("down", SWEDISH) == "Avbrott"
    assert service_state_word("mystery", SWEDISH) == "mystery"
    assert intake_word("complete", SWEDISH) == "Klar"
    assert intake_word("other", SWEDISH) == "other"


def test_another_language_is_refused() -> None:
    with pytest.raises(ValueError, match="'fi' is no language of the reports; use sv or en"):
        wording("fi")
