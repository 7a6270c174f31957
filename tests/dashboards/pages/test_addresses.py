"""Addresses of pages keep language and month, and hold any name."""

from urllib.parse import unquote

from hypothesis import given
from hypothesis import strategies as st

from dashboards.pages.addresses import Addresses, with_query


def test_an_address_keeps_the_language_and_month_that_are_looked_at() -> None:
    assert Addresses("sv", "2026-10").unit("S1") == "/units/S1?month=2026-10&language=sv"


def test_nothing_is_asked_for_where_the_pages_own_choice_holds() -> None:
    assert Addresses().indicator("K05") == "/indicators/K05"


def test_evidence_names_its_own_month() -> None:
    assert Addresses("en", "2026-10").evidence("2026-09/K05/T1") == "/evidence/2026-09/K05/T1?language=en"


def test_no_key_has_no_address() -> None:
    assert Addresses().evidence("") == ""


def test_a_ticket_whose_key_has_a_stroke_is_reached_as_evidence() -> None:
    assert Addresses().ticket("INC/7") == "/evidence/INC/7"


def test_more_is_asked_for_behind_what_is_asked_already() -> None:
    assert with_query("/?month=2026-10", language="en") == "/?month=2026-10&language=en"
    assert with_query("/health", language="") == "/health"


@given(st.text(min_size=1))
def test_every_name_comes_back_as_it_was(name: str) -> None:
    path = Addresses().unit(name)
    assert unquote(path.removeprefix("/units/")) == name
    assert "/" not in path.removeprefix("/units/")
