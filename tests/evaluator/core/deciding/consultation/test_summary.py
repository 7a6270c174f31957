"""The summary of a consultation: counts with the bodies behind them."""

from datetime import date
from typing import Any

from evaluator.core.deciding.consultation.summary import ConsultationSummary, summarise
from evaluator.decisions.consultation import ConsultationFile, Stance

AFTER, BEFORE = date(2026, 11, 9), date(2026, 10, 20)


def label(text: str) -> dict[str, str]:
    return {"sv": text, "en": text}


def reply(body: str, stance: str, received_on: str = "2026-10-15", **more: Any) -> dict[str, Any]:
    said = {"body": body, "stance": stance, "received_on": received_on, "sentence": label(stance)}
    return said | more


def point(topic: str, **more: Any) -> dict[str, Any]:
    return {"topic": topic, "text": label(topic)} | more


def summary(*replies: dict[str, Any], today: date = AFTER) -> ConsultationSummary:
    bodies = [{"id": name, "kind": "board", "label": label(name)} for name in ("A", "B", "C", "D")]
    bodies.append({"id": "E", "kind": "council", "label": label("E"), "is_asked": False})
    content = {
        "title": label("after 2028"),
        "sent_on": "2026-09-01",
        "reply_by": "2026-10-30",
        "topics": [{"id": "cost", "label": label("cost")}, {"id": "time", "label": label("time")}],
        "bodies": bodies,
        "replies": list(replies),
    }
    return summarise(ConsultationFile.model_validate(content), today)


def stances(found: ConsultationSummary) -> dict[Stance, tuple[str, ...]]:
    return {one.stance: one.bodies for one in found.stances if one.bodies}


def test_stances_are_counted_by_the_bodies_asked_that_replied() -> None:
    found = summary(reply("A", "approves"), reply("B", "objects"), reply("C", "approves"))
    assert stances(found) == {Stance.APPROVES: ("A", "C"), Stance.OBJECTS: ("B",)}
    assert (len(found.replied), len(found.asked)) == (3, 4)


def test_every_stance_is_there_with_nobody_behind_it_where_nobody_took_it() -> None:
    assert [one.stance for one in summary().stances] == list(Stance)


def test_who_has_not_replied_is_missing_after_the_last_day_and_awaited_before() -> None:
    assert summary(reply("A", "approves")).missing == ("B", "C", "D")
    early = summary(reply("A", "approves"), today=BEFORE)
    assert (early.missing, early.awaited) == ((), ("B", "C", "D"))


def test_a_late_reply_counts_and_is_named_late() -> None:
    found = summary(reply("A", "approves", "2026-10-31"), reply("B", "approves", "2026-10-30"))
    assert (found.replied, found.late) == (("A", "B"), ("A",))


def test_a_reply_that_is_not_in_yet_does_not_count() -> None:
    assert summary(reply("A", "approves", "2026-10-21"), today=BEFORE).replied == ()


def test_a_body_that_was_not_asked_is_counted_apart() -> None:
    found = summary(reply("E", "objects"))
    assert (found.unasked, found.replied, stances(found)) == (("E",), (), {})


def test_topics_come_by_the_bodies_behind_them_and_a_body_counts_once() -> None:
    found = summary(
        reply("A", "approves", points=[point("cost"), point("cost", outcome=label("shown"))]),
        reply("B", "objects", points=[point("time", outcome=label("kept"))]),
        reply("C", "objects", points=[point("time")]),
    )
    time, cost = found.topics
    assert (time.topic, time.bodies, len(time.points), time.open) == ("time", ("B", "C"), 2, 1)
    assert (cost.topic, cost.bodies, len(cost.points), cost.open) == ("cost", ("A",), 2, 1)
