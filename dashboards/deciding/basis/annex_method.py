"""Parts 16 and 17 of the annex: what the supplier says, and how everything can be made again."""

from dashboards.deciding.basis.telling import Telling
from dashboards.document.model import Entries, Points, Run, Runs, Section
from dashboards.report.head import evaluation_entries
from dashboards.report.method import build_method


def supplier_comments(telling: Telling) -> Section:
    """Return part 16: room for the supplier, whose right to comment comes before publication."""
    words = telling.words
    place = telling.place(
        "annex-supplier-comments",
        words.text("The supplier's comments on the figures, with date and sender's role."),
    )
    return Section("annex-comments", words.text("The supplier's comments"), (place,))


def method(telling: Telling) -> Section:
    """Return part 17: how it was measured, and the commands that give the same figures again."""
    words, period = telling.words, telling.sources.results.period.name
    entries = Entries(
        tuple((one.term, (telling.of_report(one.text),)) for one in evaluation_entries(telling.context))
    )
    again: tuple[Runs, ...] = (
        (Run(words.text("All figures of the month: ")), Run(f"supplierwatch report --period {period}")),
        (Run(words.text("One figure with its evidence: ")), Run(f"supplierwatch explain {period}/…")),
        (Run(words.text("That a sealed month is unchanged: ")), Run("supplierwatch verify")),
        (Run(words.text("This document: ")), Run(f"supplierwatch decide --period {period}")),
    )
    rules = Section(
        "annex-rules",
        words.text("How it was measured"),
        (Entries(tuple((one.term, (Run(one.text),)) for one in build_method(telling.context))),),
    )
    heading = words.text("Method and reproducibility")
    return Section("annex-method", heading, (entries, Points(again)), (rules,))
