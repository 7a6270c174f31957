"""One outage in the terminal, in both languages."""

import pytest
from rich.console import Console, Group

from collector.records import ServiceState
from dashboards.wording import wording
from evaluator.explain_outage import AgreedWindow, OutageExplanation, Sighting
from evaluator.results.published import OutageJudgement
from supplierwatch.cli.drawing import draw
from supplierwatch.cli.outage_explanation import tell_outage
from supplierwatch.cli.telling import Telling
from tests.dashboards.builders import make_contract

START = 1_791_185_400  # 2026-10-05 09:30 in Stockholm
HOUR = 3600
JUDGED = OutageJudgement("K09b", "2026-10", 1, "", START, START + HOUR, "down", HOUR, 0, 40, "")


def drawn(found: OutageExplanation, language: str) -> str:
    contract, words = make_contract(), wording(language)
    told = tell_outage(found, Telling(contract, words, contract.contract.zone))
    console = Console(width=200)
    with console.capture() as captured:
        console.print(Group(*draw(told, words)))
    return " ".join(captured.get().split())


def outage(ends_at: int | None, *windows: AgreedWindow) -> OutageExplanation:
    seen = Sighting("probe", "", START, ServiceState.DOWN, 40)
    return OutageExplanation("unknown-service", "", START, ends_at, (seen,), windows, (JUDGED,))


@pytest.mark.parametrize(
    ("language", "head", "row", "nothing"),
    [
        (
            "sv",
            "Avbrott i unknown-service: 2026-10-05 09:30 till 2026-10-05 10:30",
            "│ Avbrott │ 40 │",
            "inget.",
        ),
        (
            "en",
            "Outage of unknown-service: 2026-10-05 09:30 to 2026-10-05 10:30",
            "│ Down │ 40 │",
            "nothing.",
        ),
    ],
)
def test_an_outage_is_told_in_the_language_asked_for(
    language: str, head: str, row: str, nothing: str
) -> None:
    text = drawn(outage(START + HOUR), language)
    assert text.startswith(head)
    assert row in text
    assert nothing in text


def test_an_outage_still_on_has_no_end_and_a_window_may_not_say_when_it_was_announced() -> None:
    text = drawn(outage(None, AgreedWindow("W1", "", START, START + HOUR, None)), "en")
    assert "09:30 to still on" in text
    assert "│ W1 │ 2026-10-05 09:30 │ 2026-10-05 10:30 │ not stated │" in text
