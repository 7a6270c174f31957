"""What bodies replied in a consultation: counts with those behind them, never a share of few."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from evaluator.decisions.consultation import ConsultationFile, Point, Reply, Stance


@dataclass(frozen=True)
class StanceCount:
    """The bodies that took a stance."""

    stance: Stance
    bodies: tuple[str, ...]


@dataclass(frozen=True)
class TopicCount:
    """The points of one topic with the bodies that made them; `open` of them nobody has answered."""

    topic: str
    bodies: tuple[str, ...]
    points: tuple[tuple[str, Point], ...]

    @property
    def open(self) -> int:
        """How many points nobody has said yet what became of."""
        return sum(point.outcome is None for _, point in self.points)


@dataclass(frozen=True)
class ConsultationSummary:
    """Who was asked, who replied, and what they said, as it was known on a day.

    `stances` are of the bodies asked that replied, `unasked` the bodies that replied without having been
    asked. `awaited` have time left to reply, `missing` have not.
    """

    asked: tuple[str, ...]
    replied: tuple[str, ...]
    late: tuple[str, ...]
    awaited: tuple[str, ...]
    missing: tuple[str, ...]
    unasked: tuple[str, ...]
    stances: tuple[StanceCount, ...]
    topics: tuple[TopicCount, ...]


def summarise(file: ConsultationFile, today: date) -> ConsultationSummary:
    """Return the summary of the replies that were in by `today`, in the order of the file.

    Topics come by the number of bodies behind them, the most first.
    """
    asked = tuple(body.id for body in file.bodies if body.is_asked)
    replies = {reply.body: reply for reply in file.replies if reply.received_on <= today}
    replied = tuple(name for name in asked if name in replies)
    silent = tuple(name for name in asked if name not in replies)
    is_over = today > file.reply_by
    return ConsultationSummary(
        asked=asked,
        replied=replied,
        late=tuple(name for name in replied if replies[name].received_on > file.reply_by),
        awaited=() if is_over else silent,
        missing=silent if is_over else (),
        unasked=tuple(name for name in replies if name not in asked),
        stances=_stances([replies[name] for name in replied]),
        topics=_topics(file, replies.values()),
    )


def _stances(replies: Iterable[Reply]) -> tuple[StanceCount, ...]:
    given = list(replies)
    found = (
        StanceCount(stance, tuple(one.body for one in given if one.stance is stance)) for stance in Stance
    )
    return tuple(found)


def _topics(file: ConsultationFile, replies: Iterable[Reply]) -> tuple[TopicCount, ...]:
    points: dict[str, list[tuple[str, Point]]] = {topic.id: [] for topic in file.topics}
    for reply in replies:
        for point in reply.points:
            points.setdefault(point.topic, []).append((reply.body, point))
    found = [
        TopicCount(topic, tuple(dict.fromkeys(body for body, _ in made)), tuple(made))
        for topic, made in points.items()
        if made
    ]
    return tuple(sorted(found, key=lambda one: -len(one.bodies)))
