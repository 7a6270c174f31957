"""Messages about alerts, as people read them in both languages."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from dashboards.alert_messages import Matter, build_alert_message
from dashboards.wording import wording
from evaluator.contract.contract import Contract
from evaluator.core.alerts.signals import Signal
from evaluator.decisions.alert_terms import Kind, Severity
from tests.evaluator.october import contract_content, instant

CONTRACT = Contract.model_validate(contract_content())
BASE = "https://watch.city.example"
AT = instant("2026-10-05 08:00")
SPACE = "\u00a0"

SIGNALS: dict[Kind, dict[str, Any]] = {
    Kind.BREACH: {
        "indicator": "availability",
        "service": "T3",
        "month": "2026-10",
        "value": Fraction(98994, 100000),
        "limit": Fraction(99, 100),
    },
    Kind.BURN: {
        "indicator": "availability",
        "service": "T3",
        "month": "2026-10",
        "value": Fraction(14401, 1000),
        "limit": Fraction(72, 5),
        "window": 3600,
    },
    Kind.FORECAST_MISS: {
        "indicator": "P2",
        "service": "T1",
        "month": "2026-10",
        "value": Fraction(4, 5),
        "limit": Fraction(9, 10),
    },
    Kind.TICKET_ABOUT_TO_MISS: {
        "indicator": "P2",
        "service": "T1",
        "month": "2026-10",
        "subject": "INC/7#2",
        "value": Fraction(25200),
        "limit": Fraction(28800),
        "at": AT,
    },
    Kind.THRESHOLD_NEAR: {"subject": "points_50", "value": Fraction(49), "limit": Fraction(50)},
    Kind.CLAIM_LAPSING: {
        "service": "T1",
        "month": "2026-08",
        "value": Fraction(1),
        "on_day": date(2026, 11, 30),
        "amount": Decimal(72000),
    },
    Kind.NOTICE_NEAR: {"subject": "end", "value": Fraction(90), "on_day": date(2027, 12, 31)},
    Kind.SAFE_START: {"subject": "end.expiry", "value": Fraction(60), "on_day": date(2027, 1, 8)},
    Kind.SOURCE_SILENT: {"subject": "tickets", "value": None},
    Kind.SOURCE_BEHIND: {"subject": "tickets", "value": Fraction(7200), "at": AT},
    Kind.SOURCE_UNMAPPED: {"subject": "tickets", "value": Fraction(12)},
    Kind.DELIVERY_MISSING: {"subject": "tickets", "value": Fraction(2), "at": AT},
    Kind.REPORT_MISSING: {"subject": "supplier", "month": "2026-09", "at": AT},
    Kind.EVALUATION_STALE: {"at": AT},
    Kind.JOB_FAILING: {"subject": "collect", "at": AT},
    Kind.MESSAGE_UNDELIVERED: {"value": Fraction(2)},
}

EXPECTED = {
    Kind.BREACH: (
        "availability availability, Drift: målet nås inte i oktober 2026",
        f"Värde: 98,99{SPACE}%; mål: 99{SPACE}%",
        "/indicators/availability?month=2026-10",
    ),
    Kind.BURN: (
        "det som målet tillåter förbrukas för fort",
        f"14,401 gånger för fort under 1{SPACE}tim; larm ges över 14,4 gånger",
        "/indicators/availability?month=2026-10",
    ),
    Kind.FORECAST_MISS: (
        "prognosen är att målet inte nås",
        f"Bästa utfall enligt prognosen: 80,0{SPACE}%; mål: 90{SPACE}%",
        "/indicators/P2?month=2026-10",
    ),
    Kind.TICKET_ABOUT_TO_MISS: (
        "ärende INC/7#2 överskrider snart sin gräns",
        f"Förbrukat: 7{SPACE}tim av 8{SPACE}tim",
        "/tickets/INC%2F7",
    ),
    Kind.THRESHOLD_NEAR: ("Tröskel nära eller nådd: points_50", "Nått: 49 av 50", "/decision"),
    Kind.CLAIM_LAPSING: (
        "Ett vite för augusti 2026 avseende Servicedesk är inte krävt och förfaller snart",
        f"Belopp: 72{SPACE}000{SPACE}kr",
        "/reports/2026-08",
    ),
    Kind.NOTICE_NEAR: (
        "Avgörande dag närmar sig: avtalets sista dag",
        "Sista dag: 2027-12-31 (90 dagar kvar)",
        "/decision",
    ),
    Kind.SAFE_START: (
        "En ny upphandling måste påbörjas för att vara klar till avtalets sista dag",
        "8 veckor kvar innan en ny upphandling inte längre är möjlig utan en överbryggande lösning",
        "/decision",
    ),
    Kind.SOURCE_SILENT: ("Källan tickets är tyst", "Lyckades senast: aldrig", "/health"),
    Kind.SOURCE_BEHIND: (
        "Källan tickets svarar men har hamnat efter",
        "Känd fram till: 2026-10-05 08:00",
        "/health",
    ),
    Kind.DELIVERY_MISSING: (
        "En leverans av tickets skulle ha kommit men saknas",
        "Leveranser som saknas: 2",
        "/health",
    ),
    Kind.SOURCE_UNMAPPED: (
        "Källan tickets använder ord som ingen mappning förklarar",
        "Ärenden med omappad status: 12",
        "/health",
    ),
    Kind.REPORT_MISSING: (
        "Rapport saknas för september 2026: leverantörens",
        "Skulle ha kommit: 2026-10-05 08:00",
        "/reports/2026-09",
    ),
    Kind.EVALUATION_STALE: ("Resultaten är gamla", "Lyckades senast: 2026-10-05 08:00", "/health"),
    Kind.JOB_FAILING: ("Jobbet collect i driften misslyckas", "Lyckades senast: 2026-10-05 08:00", "/health"),
    Kind.MESSAGE_UNDELIVERED: (
        "Meddelanden har inte nått sina mottagare",
        "Meddelanden de senaste sju dagarna: 2",
        "/health",
    ),
}


def matter(kind: Kind, event: str = "raised", **changes: Any) -> Matter:
    signal = Signal(kind, Severity.TICKET, **{**SIGNALS[kind], **changes})
    return Matter(
        key=signal.key,
        event=event,
        kind=kind,
        severity=signal.severity,
        indicator=signal.indicator,
        service=signal.service,
        subject=signal.subject,
        month=signal.month,
        since=AT,
        signal=None if event == "ended" else signal,
    )


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_says_what_it_is_with_its_figures_and_its_page(kind: Kind) -> None:
    told = build_alert_message([matter(kind)], CONTRACT, wording("sv"), BASE)
    title, figure, path = EXPECTED[kind]
    assert told.subject.startswith("Nytt: ")
    assert title in told.subject
    assert figure in told.text
    assert f"{BASE}{path}\n" in told.text


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_is_told_in_english_too(kind: Kind) -> None:
    told = build_alert_message([matter(kind)], CONTRACT, wording("en"), "")
    assert told.subject.startswith("New: ")
    assert "http" not in told.text
    assert f"Key: {matter(kind).key}" in told.text


def test_many_matters_are_counted_in_the_subject_and_the_first_are_told() -> None:
    matters = [matter(Kind.TICKET_ABOUT_TO_MISS, subject=f"INC{number}") for number in range(30)]
    told = build_alert_message(matters, CONTRACT, wording("sv"), BASE)
    assert told.subject.endswith("(och 29 till)")
    assert "Och 5 saker till." in told.text
    assert ("ärende INC24 " in told.text, "ärende INC25 " in told.text) == (True, False)


def test_an_end_asks_for_nothing() -> None:
    told = build_alert_message([matter(Kind.SOURCE_SILENT, "ended")], CONTRACT, wording("sv"), BASE)
    assert told.subject == "Gäller inte längre: Källan tickets är tyst"
    assert "Nyckel" not in told.text
    assert "kvitteras" not in told.text


def test_a_subject_is_one_line_of_bounded_length() -> None:
    odd = matter(Kind.SOURCE_SILENT, subject="a\r\nBcc: all@city.example " + "b" * 400)
    told = build_alert_message([odd, odd], CONTRACT, wording("sv"), BASE)
    assert len(told.subject) <= 200
    assert "\n" not in told.subject
    assert told.subject.endswith("… (och 1 till)")


def test_a_figure_that_is_not_known_is_left_out() -> None:
    unknown = matter(Kind.BREACH, value=None, limit=None)
    assert "Värde" not in build_alert_message([unknown], CONTRACT, wording("sv"), BASE).text


def test_an_indicator_that_is_in_the_contract_no_more_keeps_its_name() -> None:
    gone = matter(Kind.BREACH, indicator="K99", service="T9")
    told = build_alert_message([gone], CONTRACT, wording("sv"), BASE)
    assert told.subject == "Nytt: K99, T9: målet nås inte i oktober 2026"


def test_working_days_are_told_as_days() -> None:
    days = matter(Kind.TICKET_ABOUT_TO_MISS, in_working_days=True, value=Fraction(1), limit=Fraction(2))
    text = build_alert_message([days], CONTRACT, wording("sv"), BASE).text
    assert "Förbrukat: 1 arbetsdag av 2 arbetsdagar" in text
