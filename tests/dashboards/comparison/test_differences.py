"""Differences of two versions in plain words, Swedish and English."""

from datetime import date
from typing import Any

import pytest

from dashboards.comparison.differences import explain_differences, tell_differences
from dashboards.comparison.naming import Naming
from dashboards.comparison.place_names import tell_opening
from dashboards.explanation.parts import Heading, Sentence
from dashboards.wording import wording
from evaluator.contract.amendments import Amendment, amend
from evaluator.contract.contract import Contract
from evaluator.contract.hours import Opening
from evaluator.contract.versions import ContractVersion
from tests.evaluator import small_contract as small


def label(text: str) -> dict[str, str]:
    return {"sv": text, "en": text}


def content() -> dict[str, Any]:
    change = small.lead_time(
        id="K13", label=label("Ledtid"), tickets={"kinds": ["change"]}, within={"limit": {"working_days": 15}}
    )
    p1 = small.count(id="K04", label=label("P1"))
    return small.content(change, p1, ticket_kinds={"change": label("Ändring")})


def version(found: dict[str, Any]) -> ContractVersion:
    return ContractVersion(date(2026, 1, 1), Contract.model_validate(found), "", found)


def told(language: str = "sv", **changes: Any) -> list[str]:
    terms = {"id": "1", "effective": "2026-07-01", "reason": "agreed"} | changes
    old, new = version(content()), version(amend(content(), Amendment.model_validate(terms)))
    naming = Naming(old.contract, new.contract, wording(language))
    return [one.sentence for one in tell_differences(old, new, naming)]


def replaced(path: str, value: Any, language: str = "sv") -> str:
    [found] = told(language, replacements=[{"path": path, "value": value}])
    return found.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("path", "value", "swedish", "english"),
    [
        (
            "indicators[K13].within.limit.working_days",
            10,
            "K13 Ledtid: gränsen sänks från 15 till 10 arbetsdagar",
            "K13 Ledtid: the limit lowered from 15 to 10 working days",
        ),
        (
            "indicators[K04].that[#1].longer_than",
            "3 h",
            "K04 P1: gränsen sänks från 4 tim till 3 tim",
            "K04 P1: the limit lowered from 4 h to 3 h",
        ),
        (
            "indicators[K13].target",
            {"from": "95 %"},
            "K13 Ledtid: målnivån ändras från minst 90 % till minst 95 %",
            "K13 Ledtid: target changed from at least 90% to at least 95%",
        ),
        (
            "services[T1].monthly_fee",
            3_700_000,
            "T1 namn: månadsavgiften höjs från 3 600 000 kr till 3 700 000 kr",
            "T1 name: monthly fee raised from SEK 3,600,000 to SEK 3,700,000",
        ),
        (
            "credits.service_cap",
            "9 %",
            "Poäng och vite: taket för en tjänst sänks från 12 % till 9 %",
            "Points and credits: cap of a service lowered from 12% to 9%",
        ),
        (
            "contract.supplier",
            "Leverantör Y",
            "Parter: leverantören ändras från Leverantör X till Leverantör Y",
            "Parties: supplier changed from Leverantör X to Leverantör Y",
        ),
    ],
)
def test_a_difference_is_told_in_plain_words(path: str, value: Any, swedish: str, english: str) -> None:
    assert (replaced(path, value), replaced(path, value, "en")) == (swedish, english)


def test_what_comes_and_goes_is_told_by_its_name() -> None:
    unit = {"id": "west", "label": "Västra skolan", "segment": "schools", "users": 50}
    assert told(removals=[{"path": "indicators[K13]"}], additions=[{"path": "units", "value": unit}]) == [
        "west Västra skolan tillkommer",
        "K13 Ledtid utgår",
    ]


def test_hours_are_told_in_words_without_keys_of_the_file() -> None:
    found = replaced("service_hours.desk.openings[#1].closes", "17:00")
    dash = "\N{EN DASH}"
    before, after = f"mån{dash}fre 07:00{dash}18:00", f"mån{dash}fre 07:00{dash}17:00"
    assert found == f"desk namn: öppettiderna ändras från {before} till {after}"


def test_openings_say_which_days_and_periods_they_are_held_to() -> None:
    opening = Opening.model_validate(
        {
            "days": ["sun", "mon", "tue", "wed", "sat"],
            "opens": "08:00",
            "closes": "12:00",
            "first_day": "2026-01-01",
            "only_in": ["summer"],
            "not_in": ["july"],
        }
    )
    dash = "\N{EN DASH}"
    assert tell_opening(opening, wording("en")) == (
        f"Mon{dash}Wed, Sat, Sun 08:00{dash}12:00 (2026-01-01{dash}) only in summer not in july"
    )


def test_an_entry_of_a_list_deep_in_the_contract_is_told_by_its_label() -> None:
    ground = {"id": "force", "label": label("Force majeure"), "clause": "6.1 d"}
    rules: dict[str, Any] = {"proposing": None, "deciding": None, "grounds": [ground]}
    moved = rules | {"grounds": [ground | {"clause": "6.1 e"}]}
    old, new = (version(content() | {"exclusions": one}) for one in (rules, moved))
    [found] = tell_differences(old, new, Naming(old.contract, new.contract, wording("sv")))
    assert found.sentence == "force Force majeure: klausulen ändras från 6.1 d till 6.1 e"


def test_a_whole_part_that_comes_is_told_as_added() -> None:
    clause = {"within_working_days": 5, "binds": ["supplier"], "clause": "6.2"}
    rules: dict[str, Any] = {"proposing": clause, "deciding": None, "grounds": []}
    found = told(additions=[{"path": "exclusions", "value": rules}])
    assert found == ["Undantag tillkommer"]
    assert told("en", additions=[{"path": "action_plans", "value": {"recovered_after": 2}}]) == [
        "Action plans is added"
    ]


def test_a_part_that_is_one_word_is_told_with_both_words() -> None:
    assert replaced("working_days", "desk") == "Arbetsdagar ändras från office till desk"


def test_the_parts_of_the_contract_stand_as_headings() -> None:
    words = wording("sv")
    old = version(content())
    changed = content()
    changed["services"][0]["users"] = 2000
    new = version(changed)
    found = tell_differences(old, new, Naming(old.contract, new.contract, words))
    explained = explain_differences(found, ("A", "B"), words)
    assert explained.title == "Vad som ändras från A till B"
    assert explained.parts == (
        Heading("Tjänster"),
        Sentence("T1 namn: antalet användare höjs från 1\u00a0000 till 2\u00a0000"),
    )


def test_the_same_version_twice_is_said_to_differ_in_nothing() -> None:
    assert explain_differences([], ("A", "B"), wording("en")).parts == (Sentence("Nothing differs."),)
