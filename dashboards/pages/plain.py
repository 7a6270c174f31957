"""Pages that say why there is nothing to show, and what to do next."""

from dashboards.pages.blocks import Item, Items, Page, Paragraph
from dashboards.wording import Wording


def build_empty(words: Wording) -> Page:
    """Return the page of a store without results."""
    return Page(
        words.text("No month has results yet"),
        lead=(
            Paragraph(words.text("Gather facts and evaluate a month; its figures then stand here.")),
            Items(
                (
                    Item("supplierwatch collect"),
                    Item("supplierwatch evaluate --period 2026-10"),
                )
            ),
        ),
    )


def build_nothing_sealed(words: Wording) -> Page:
    """Return the page of a supplier while no month is sealed."""
    return Page(
        words.text("No month is sealed yet"),
        lead=(Paragraph(words.text("The figures of a month are shown here when it is sealed.")),),
    )
