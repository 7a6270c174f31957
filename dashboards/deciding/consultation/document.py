"""The consultation as one JSON document, for programs."""

from typing import Any

from dashboards.deciding.consultation.findings import ConsultationFindings
from evaluator.decisions.consultation import Point, Reply


def consultation_document(findings: ConsultationFindings) -> dict[str, Any]:
    """Return the summary with counts and the names behind them; days are ISO."""
    file, summary = findings.file, findings.summary
    known = {*summary.replied, *summary.unasked}
    return {
        "title": file.title.model_dump(),
        "reference": file.reference,
        "sent_on": file.sent_on.isoformat(),
        "reply_by": file.reply_by.isoformat(),
        "is_assumed": file.is_assumed,
        "asked": list(summary.asked),
        "replied": list(summary.replied),
        "late": list(summary.late),
        "missing": list(summary.missing),
        "awaited": list(summary.awaited),
        "unasked": list(summary.unasked),
        "stances": {one.stance.value: list(one.bodies) for one in summary.stances},
        "topics": [
            {"topic": one.topic, "bodies": list(one.bodies), "points": len(one.points), "open": one.open}
            for one in summary.topics
        ],
        "replies": [_reply(one) for one in file.replies if one.body in known],
        "content_hash": findings.content_hash,
    }


def _reply(reply: Reply) -> dict[str, Any]:
    return {
        "body": reply.body,
        "received_on": reply.received_on.isoformat(),
        "reference": reply.reference,
        "stance": reply.stance.value,
        "sentence": reply.sentence.model_dump(),
        "points": [_point(one) for one in reply.points],
    }


def _point(point: Point) -> dict[str, Any]:
    return {
        "topic": point.topic,
        "text": point.text.model_dump(),
        "needs": list(point.needs),
        "requirements": list(point.requirements),
        "alternatives": list(point.alternatives),
        "outcome": None if point.outcome is None else point.outcome.model_dump(),
    }
