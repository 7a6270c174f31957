"""Which deliveries of files are missing or late, for the page of data health."""

from collections.abc import Iterator, Mapping, Sequence

from dashboards.pages.blocks import Block, Cell, Column, Grid
from dashboards.report.context import Context
from evaluator.core.deliveries import DeliveryState, ExpectedDelivery


def delivery_blocks(context: Context, expected: Mapping[str, Sequence[ExpectedDelivery]]) -> Iterator[Block]:
    """Yield how the deliveries of each source stand; nothing where none is expected of any."""
    if not expected:
        return
    words = context.wording
    yield Grid(
        words.text("Deliveries of files that are expected"),
        (
            Column(words.text("Source")),
            Column(words.text("State")),
            Column(words.text("Missing"), is_number=True),
            Column(words.text("Came late"), is_number=True),
            Column(words.text("First missing, or next, due")),
            Column(words.text("Came last")),
        ),
        tuple(_source(context, source, found) for source, found in expected.items()),
        words.text("A delivery is missing from when it is due until it comes."),
    )


def _source(context: Context, source: str, expected: Sequence[ExpectedDelivery]) -> tuple[Cell, ...]:
    words = context.wording
    states = [one.state for one in expected]
    missing = states.count(DeliveryState.MISSING)
    due = [one.due_at for one in expected if one.arrived_at is None]
    came = [one.arrived_at for one in expected if one.arrived_at is not None]
    return (
        Cell(source),
        Cell("! " + words.text("needs care") if missing > 0 else "✓ " + words.text("in order")),
        Cell(words.number(missing)),
        Cell(words.number(states.count(DeliveryState.LATE))),
        Cell(context.instant(min(due, default=None), none="")),
        Cell(context.instant(max(came, default=None), none=words.text("never"))),
    )
