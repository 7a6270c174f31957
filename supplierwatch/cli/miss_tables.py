"""Action plans and deviations as tables in the terminal."""

from rich.table import Table
from rich.text import Text

from dashboards.report.deviations import DeviationsSection
from dashboards.report.plans import PlansSection
from dashboards.wording.words import Wording
from supplierwatch.cli.session import printable, result_console, write_text


def print_plans(section: PlansSection, words: Wording) -> None:
    """Print the plans that are missing, then every plan."""
    if section.missing:
        table = _table(
            words.text("Plans that the contract requires and nobody has made"),
            [words.text(name) for name in ("Indicator", "Service", "Required by", "Since")],
        )
        for row in section.missing:
            _add(table, row.about, row.service, row.required_by, _lines(row.since, row.after))
        result_console().print(table)
    if section.plans:
        table = _table(
            words.text("Plans against the measured figures"),
            [
                words.text(name)
                for name in ("Plan", "Indicator", "Responsible", "Due", "State", "Measured since")
            ],
        )
        for one in section.plans:
            about = _lines(one.about, one.service)
            late, state = _lines(one.due, *one.overdue), _lines(one.state, one.progress)
            _add(table, one.name, about, one.owner, late, state, one.figures)
        result_console().print(table)
    if not section.missing and not section.plans:
        write_text(words.text("No action plan is required, and none is noted."))


def print_deviations(section: DeviationsSection, words: Wording) -> None:
    """Print every deviation, then those of each month together."""
    table = _table(
        words.text("Deviations and notices"),
        [words.text(name) for name in ("Month", "Indicator", "Service", "Outcome", "Points", "Told")],
    )
    for row in section.rows:
        _add(table, row.period, row.about, row.service, row.value, row.points, _lines(row.state, row.told))
    result_console().print(table)
    months = _table(
        words.text("Deviations month by month"),
        [
            words.text(name)
            for name in ("Month", "Deviations", "Of at most one point", "Points together", "Not told")
        ],
    )
    for one in section.months:
        _add(months, one.month, one.count, one.small, one.points, one.untold)
    result_console().print(months)


def _table(title: str, headings: list[str]) -> Table:
    table = Table(title=title, title_justify="left")
    for heading in headings:
        table.add_column(heading)
    return table


def _add(table: Table, *cells: str) -> None:
    table.add_row(*(Text(printable(cell)) for cell in cells))


def _lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)
