"""Numbers, money and time as each language writes them. The no-break space is written as \\xa0."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from collector.records import TicketState
from dashboards.wording import LANGUAGES, wording
from dashboards.wording.terms import (
    VERDICT_SYMBOLS,
    cap_word,
    decision_word,
    intake_word,
    option_state_word,
    party_role,
    party_word,
    service_state_word,
    ticket_field_word,
    ticket_state_word,
    verdict_word,
    view_word,
)
from evaluator.contract.bands import Range
from evaluator.contract.clocks import Party, StateWord
from evaluator.contract.contract import OptionState
from evaluator.core.money.credits import Cap
from evaluator.core.outcomes import Verdict, View
from evaluator.decisions.exclusions import Decision

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


@pytest.mark.parametrize(
    ("seconds", "swedish", "english"),
    [
        (14 * 86_400, "14\xa0dygn", "14\xa0days"),
        (86_400, "1\xa0dygn", "1\xa0day"),
        (2 * 86_400 + 3 * 3600, "2\xa0dygn 3\xa0tim", "2\xa0days 3\xa0h"),
        (4 * 3600, "4\xa0tim", "4\xa0h"),
    ],
)
def test_time_around_the_clock_can_be_told_in_days_of_24_hours(
    seconds: int, swedish: str, english: str
) -> None:
    told = (SWEDISH.duration(seconds, in_days=True), ENGLISH.duration(seconds, in_days=True))
    assert told == (swedish, english)


def test_40_hours_are_told_as_hours_where_days_are_not_asked_for() -> None:
    assert SWEDISH.duration(40 * 3600) == "40\xa0tim"


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        (Fraction(1), "100.0%"),
        (Fraction(0), "0.0%"),
        (Fraction(99_996, 100_000), "99.996%"),  # 100.0 and 100.00 would be all of it
        (Fraction(9_999_999, 10_000_000), "99.9999%"),  # at most four decimals: cut towards the miss
        (Fraction(1, 10_000_000), "0.0001%"),
    ],
)
def test_a_percentage_reads_0_or_100_only_where_it_is_exactly_that(share: Fraction, shown: str) -> None:
    assert ENGLISH.percent(share, 1) == shown


def test_states_and_fields_of_tickets_have_words() -> None:
    assert all(ticket_state_word(state, SWEDISH) for state in TicketState)
    assert ticket_state_word(StateWord.WAITING_USER, ENGLISH) == "waiting for the user"
    assert [party_role(party, SWEDISH) for party in Party] == [
        "leverantören",
        "beställaren",
        "användaren",
        "tredje part",
    ]
    assert ticket_field_word("priority", SWEDISH) == "prioritet"
    assert ticket_field_word("rca", SWEDISH) == "rca"


def test_an_instant_is_told_in_the_contracts_zone() -> None:
    # 2026-11-09 05:00 UTC, winter time
    assert SWEDISH.instant(1_794_200_400, ZoneInfo("Europe/Stockholm")) == "2026-11-09 06:00"


def test_an_instant_in_the_doubled_hour_names_its_pass() -> None:
    # 2026-10-25 00:30 and 01:30 UTC are both 02:30 in Stockholm
    first = 1_792_888_200
    assert ENGLISH.instant(first, ZoneInfo("Europe/Stockholm")) == "2026-10-25 02:30 (UTC+0200)"
    assert ENGLISH.instant(first + 3600, ZoneInfo("Europe/Stockholm")) == "2026-10-25 02:30 (UTC+0100)"
    assert ENGLISH.instant(first + 7200, ZoneInfo("Europe/Stockholm")) == "2026-10-25 03:30"


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


@pytest.mark.parametrize(
    ("parts", "expected"),
    [([], ""), (["a"], "a"), (["a", "b"], "a eller b"), (["a", "b", "c"], "a, b eller c")],
)
def test_a_choice_has_a_word_before_the_last(parts: list[str], expected: str) -> None:
    assert SWEDISH.choice(parts) == expected


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
