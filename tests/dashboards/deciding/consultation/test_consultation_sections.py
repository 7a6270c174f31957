"""The summary of a consultation: each count with the bodies behind it, and no share of few."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from dashboards.deciding.consultation import build_consultation_sections, missing_of_consultation
from dashboards.deciding.consultation.document import consultation_document
from dashboards.deciding.consultation.findings import ConsultationFindings
from dashboards.document.model import Manner, Paragraph, Run, Table, runs_of
from dashboards.wording import wording
from evaluator.contract.parts import Label
from evaluator.core.deciding.consultation.summary import summarise
from evaluator.decisions.consultation import ConsultationFile

EN, SV = wording("en"), wording("sv")


def label(text: str) -> dict[str, str]:
    return {"sv": text, "en": text}


CONTENT: dict[str, Any] = {
    "title": {"sv": "It-service efter 2028", "en": "It service after 2028"},
    "reference": "KS 2026/0000",
    "sent_on": "2026-09-01",
    "reply_by": "2026-10-30",
    "topics": [{"id": "cost", "label": label("Cost")}],
    "bodies": [
        {"id": "A", "kind": "board", "label": label("Board A")},
        {"id": "B", "kind": "union", "label": label("Union B")},
        {"id": "C", "kind": "company", "label": label("Company C")},
        {"id": "D", "kind": "council", "label": label("Council D"), "is_asked": False},
    ],
    "replies": [
        {
            "body": "A",
            "received_on": "2026-10-31",
            "reference": "AN 1",
            "stance": "approves_with_changes",
            "sentence": label("The board approves if schools are procured apart."),
            "points": [
                {
                    "topic": "cost",
                    "text": label("Show the cost of each unit."),
                    "needs": ["N4"],
                    "requirements": ["R5"],
                    "alternatives": ["divided"],
                    "outcome": label("It is in R5."),
                }
            ],
        },
        {
            "body": "B",
            "received_on": "2026-10-20",
            "stance": "objects",
            "sentence": label("The union objects."),
            "points": [{"topic": "cost", "text": label("Show the cost of the transfer.")}],
        },
        {
            "body": "D",
            "received_on": "2026-10-20",
            "stance": "no_objection",
            "sentence": label("The council has no objection."),
        },
    ],
}


def make_findings(today: date = date(2026, 11, 9), **changes: Any) -> ConsultationFindings:
    file = ConsultationFile.model_validate(CONTENT | changes)
    labels = {"divided": Label(sv="Delad upphandling", en="Procure divided")}
    return ConsultationFindings("consultation.yaml", "c0ffee", file, summarise(file, today), labels)


def table(name: str, findings: ConsultationFindings | None = None) -> list[list[str]]:
    [section] = build_consultation_sections(make_findings() if findings is None else findings, EN)
    [wanted] = [block for block in section.blocks if isinstance(block, Table) and block.name == name]
    return [[cell.text for cell in row] for row in wanted.rows]


def told(findings: ConsultationFindings, manner: Manner = Manner.PLAIN, words: Any = EN) -> list[str]:
    [section] = build_consultation_sections(findings, words)
    return [
        "".join(run.text for run in block.runs)
        for block in section.blocks
        if isinstance(block, Paragraph) and block.manner is manner
    ]


def every_run(findings: ConsultationFindings) -> Iterator[Run]:
    for section in build_consultation_sections(findings, EN):
        for block in section.every_block():
            yield from runs_of(block)


def test_a_stance_has_its_count_and_the_bodies_behind_it() -> None:
    assert table("consultation-stances") == [
        ["Approves", "0", ""],
        ["Approves with changes", "1", "Board A"],
        ["Has no objection", "0", ""],
        ["Abstains from an opinion", "0", ""],
        ["Wants the matter to be completed", "0", ""],
        ["Objects", "1", "Union B"],
    ]


def test_the_replies_are_counted_of_those_asked_with_late_and_unasked_ones_named() -> None:
    assert told(make_findings())[1] == (
        "Replied: 2 of 3 bodies asked, of which after the last day: 1. "
        "Replied without having been asked: 1 (Council D)."
    )


def test_who_has_not_replied_is_named() -> None:
    assert told(make_findings(), Manner.INCOMPLETE) == ["No reply has come from Company C."]
    assert missing_of_consultation(make_findings(), EN) == (
        "Bodies that were asked and have not replied: Company C",
    )


def test_before_the_last_day_time_is_left_to_reply() -> None:
    early = make_findings(date(2026, 10, 25))
    assert told(early, Manner.INCOMPLETE) == ["Time is left to reply for Board A and Company C."]


def test_where_all_have_replied_nothing_is_missing() -> None:
    bodies = [one for one in CONTENT["bodies"] if one["id"] != "C"]
    assert missing_of_consultation(make_findings(bodies=bodies), EN) == ()


def test_each_view_is_a_sentence_with_its_day_and_reference() -> None:
    assert table("consultation-views")[0] == [
        "Board A",
        "2026-10-31 (late), AN 1",
        "Approves with changes",
        "The board approves if schools are procured apart.",
    ]
    assert table("consultation-views")[2][0] == "Council D (not asked)"


def test_points_are_counted_by_topic_with_the_bodies_behind_them() -> None:
    assert table("consultation-topics") == [["Cost", "2", "2", "1", "Board A and Union B"]]


def test_a_point_shows_what_it_concerns_and_what_became_of_it() -> None:
    assert table("consultation-points") == [
        ["Cost", "Board A", "Show the cost of each unit.", "N4, R5, Procure divided", "It is in R5."],
        ["Cost", "Union B", "Show the cost of the transfer.", "", "Not decided yet"],
    ]


def test_no_share_is_printed_and_every_count_leads_to_its_file() -> None:
    every = list(every_run(make_findings()))
    assert not [run for run in every if "%" in run.text]
    assert all(run.trace is not None for run in every if run.text.isdigit())


def test_without_points_there_are_no_tables_of_topics() -> None:
    replies = [one | {"points": []} for one in CONTENT["replies"]]
    [section] = build_consultation_sections(make_findings(replies=replies), EN)
    assert "consultation-topics" not in [getattr(block, "name", "") for block in section.blocks]


def test_an_assumed_consultation_says_so() -> None:
    assert told(make_findings(is_assumed=True), Manner.ASSUMED) == [
        "Nobody was consulted: bodies, replies and points here are assumptions."
    ]


def test_swedish_tells_the_matter_with_long_dates() -> None:
    assert told(make_findings(), words=SV)[0] == (
        "It-service efter 2028 (KS 2026/0000) skickades på remiss den 1 september 2026 med svar senast den "
        "30 oktober 2026."
    )


def test_the_document_for_programs_has_names_behind_each_count() -> None:
    found = consultation_document(make_findings())
    assert found["stances"]["objects"] == ["B"]
    assert (found["missing"], found["late"], found["unasked"]) == (["C"], ["A"], ["D"])
    assert found["topics"] == [{"topic": "cost", "bodies": ["A", "B"], "points": 2, "open": 1}]
