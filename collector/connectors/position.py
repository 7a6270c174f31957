"""Where a connector goes on: what is new, how far the back-fill came, and the sweep under way."""

from pydantic import BaseModel, ConfigDict, ValidationError

from collector.errors import SupplierwatchError

_WRONG_CLOCK = 86_400
"""Seconds by which no clock is wrong that anybody would leave so."""


class BackFill(BaseModel):
    """The changes from `reached` to before `until` that are still to be collected beside what is new.

    `since` is where it began; None where a former version of the program began it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    reached: int
    until: int
    since: int | None = None


class SweepUnderWay(BaseModel):
    """A sweep: begun at `begun_at`, tickets opened before `reached` are compared."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    begun_at: int
    reached: int


class Position(BaseModel):
    """The cursor of a connector.

    `reached` is the latest change known (in the system's own time), `fields` are those that were asked for,
    `back_fill` is None when it is done, `swept_at` is when the last sweep began; `own` belongs to the
    connector. `is_under_way`: more of what is new was to come when this was written.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    reached: int
    fields: tuple[str, ...]
    back_fill: BackFill | None = None
    sweep: SweepUnderWay | None = None
    swept_at: int | None = None
    own: dict[str, str] = {}
    is_under_way: bool = False

    def to_text(self) -> str:
        """Return the position as the cursor of a page."""
        return self.model_dump_json()

    def moved(self, reached: int) -> "Position":
        """Return the position after what is new until `reached`; it never moves back."""
        return self.model_copy(update={"reached": max(self.reached, reached)})

    def back_filled(self, reached: int) -> "Position":
        """Return the position after the back-fill came to `reached`; None stands for its end."""
        if self.back_fill is None:
            return self
        done = max(self.back_fill.reached, reached)
        rest = self.back_fill.model_copy(update={"reached": done}) if done < self.back_fill.until else None
        return self.model_copy(update={"back_fill": rest})


def gone_on(position: Position, since: int, overlap: int) -> tuple[int, Position]:
    """Return from when on to read what is new after a run that broke off in the middle of it.

    Not the overlap again: where more changed within it than a run has time for, none would ever come past
    it. The back-fill reads it instead, which goes on where it was.
    """
    begin, former = max(since, position.reached - overlap), position.back_fill
    if begin >= position.reached:
        return position.reached, position
    if former is None:
        again = BackFill(reached=begin, until=position.reached, since=begin)
    else:
        until = max(former.until, position.reached)
        again = former.model_copy(update={"reached": min(former.reached, begin), "until": until})
    return position.reached, position.model_copy(update={"back_fill": again})


def first_position(since: int, now: int, overlap: int, fields: tuple[str, ...]) -> Position:
    """Return where a source begins: new changes from a day ago, older ones by back-fill.

    A day, because `now` is by our clock and changes are by the system's: where that is behind ours, what it
    changes next would lie before the present and never be asked for.
    """
    begin = max(since, now - max(overlap, _WRONG_CLOCK))
    back_fill = BackFill(reached=since, until=begin, since=since) if since < begin else None
    return Position(reached=begin, fields=fields, back_fill=back_fill)


def read_position(
    cursor: str | None, since: int, now: int, overlap: int, fields: tuple[str, ...]
) -> Position:
    """Return the position that `cursor` holds, or the first one.

    A field that was not asked for before is in nothing that was kept: the back-fill begins anew.
    Raises SupplierwatchError for a cursor that is none of ours.
    """
    if cursor is None:
        return first_position(since, now, overlap, fields)
    found = position_of(cursor)
    if found is None:
        raise SupplierwatchError(
            "the cursor of this source was written by another kind of source. "
            "Give the source another name, or change its type back"
        )
    if set(fields) <= set(found.fields):
        return found.model_copy(update={"fields": fields})
    again = BackFill(reached=since, until=found.reached, since=since) if since < found.reached else None
    return found.model_copy(update={"fields": fields, "back_fill": again})


def position_of(cursor: str) -> Position | None:
    """Return the position that `cursor` holds; None for a cursor that is none of ours."""
    try:
        return Position.model_validate_json(cursor)
    except ValidationError:
        return None


def back_filled_anew(position: Position, since: int) -> Position:
    """Return `position` with a back-fill from `since` on; one under way further behind goes on from there."""
    under_way = position.back_fill
    begin = since if under_way is None else min(since, under_way.reached)
    again = BackFill(reached=begin, until=position.reached, since=begin) if begin < position.reached else None
    return position.model_copy(update={"back_fill": again})
