"""Where a connector goes on: what is new, how far the back-fill came, and the sweep under way."""

from pydantic import BaseModel, ConfigDict, ValidationError

from collector.errors import SupplierwatchError


class BackFill(BaseModel):
    """The changes from `reached` to before `until` that are still to be collected beside what is new."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    reached: int
    until: int


class SweepUnderWay(BaseModel):
    """A sweep: begun at `begun_at`, tickets opened before `reached` are compared."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    begun_at: int
    reached: int


class Position(BaseModel):
    """The cursor of a connector.

    `reached` is the latest change known (in the system's own time), `fields` are those that were asked for,
    `back_fill` is None when it is done, `swept_at` is when the last sweep began; `own` belongs to the
    connector.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    reached: int
    fields: tuple[str, ...]
    back_fill: BackFill | None = None
    sweep: SweepUnderWay | None = None
    swept_at: int | None = None
    own: dict[str, str] = {}

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


def first_position(since: int, now: int, overlap: int, fields: tuple[str, ...]) -> Position:
    """Return where a source begins: new changes from `overlap` ago, older ones by back-fill."""
    begin = max(since, now - overlap)
    back_fill = BackFill(reached=since, until=begin) if since < begin else None
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
    try:
        found = Position.model_validate_json(cursor)
    except ValidationError as error:
        raise SupplierwatchError(
            "the cursor of this source was written by another kind of source. "
            "Give the source another name, or change its type back"
        ) from error
    if set(fields) <= set(found.fields):
        return found.model_copy(update={"fields": fields})
    again = BackFill(reached=since, until=found.reached) if since < found.reached else None
    return found.model_copy(update={"fields": fields, "back_fill": again})
