"""Seeded changes to answers: values, keys and rows of JSON, and bytes."""

import json
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.prove.damage import CELLS, damaged
from tests.replay import Asked, Reply

ODD: tuple[Any, ...] = (
    None, "", [], {}, 0, -1, 1.5, 10**30, True, [[]], [None], {"a": []}, "../../7", "2026-10-05", *CELLS,
)  # fmt: skip


@dataclass
class Mutating:
    """Answers as `chance` has them changed; counted by how."""

    chance: random.Random
    share: float = 0.5
    counts: Counter[str] = field(default_factory=Counter)

    def answering(self, answer: Callable[[Asked], Reply]) -> Callable[[Asked], Reply]:
        """Return `answer` of whose replies that share is changed."""

        def answered(asked: Asked) -> Reply:
            reply = answer(asked)
            if reply.body == b"" or self.chance.random() >= self.share:
                return reply
            self.counts["answers"] += 1
            return Reply(reply.status, self.mutated(reply.body), reply.headers)

        return answered

    def mutated(self, body: bytes) -> bytes:
        """Return a body with a few of its values changed, or some of its bytes."""
        if self.chance.random() < 0.25:
            self.counts["by bytes"] += 1
            return damaged(body, self.chance)
        content = json.loads(body)
        for _ in range(self.chance.choice((1, 1, 2, 4))):
            content = self.changed(content)
        return json.dumps(content).encode()

    def changed(self, content: Any) -> Any:
        """Return `content` with one place of it changed, of all places with the same chance."""
        places: list[tuple[Any, Any]] = []
        _gather(content, places)
        if not places or self.chance.random() < 0.02:
            return self._odd()
        holder, key = self.chance.choice(places)
        self.counts["values"] += 1
        way = self.chance.random()
        if way < 0.15:
            del holder[key]
        elif way < 0.25 and isinstance(holder, list):
            holder.insert(key, holder[key])
        else:
            holder[key] = self._odd()
        return content

    def _odd(self) -> Any:
        # A copy: what is put in once may be changed later.
        return json.loads(json.dumps(self.chance.choice(ODD)))


def _gather(content: Any, places: list[tuple[Any, Any]]) -> None:
    if isinstance(content, dict):
        items: list[tuple[Any, Any]] = list(content.items())
    elif isinstance(content, list):
        items = list(enumerate(content))
    else:
        return
    for key, value in items:
        places.append((content, key))
        _gather(value, places)
