"""Meeting packs: what an operational, tactical or strategic meeting needs before it."""

from dashboards.contract_changes import build_changes
from dashboards.document.model import Block, Document, Edition, Manner, Points, Section, runs
from dashboards.document.traces import figure
from dashboards.reports.agendas import actions_section, agenda_section
from dashboards.reports.following import (
    decision_section,
    deviations_section,
    exclusions_section,
    plans_section,
    triggers_section,
)
from dashboards.reports.frame import make_document
from dashboards.reports.kinds import ReportKind
from dashboards.reports.levels import answer_section, forecasts_section, score_section, verdicts_section
from dashboards.reports.money import credit_months_section, credits_section, ledger_section
from dashboards.reports.months import scores_section
from dashboards.reports.open_tickets import maintenance_section, open_tickets_section
from dashboards.reports.segments import segments_section
from dashboards.reports.telling import (
    Row,
    Telling,
    columns,
    figure_cell,
    noted_cell,
    numbers,
    plain,
    table_of,
    text_cell,
)
from dashboards.reports.told import deliveries_section


def build_meeting_pack(telling: Telling, kind: ReportKind, edition: Edition) -> Document:
    """Return the pack for one kind of meeting: agenda, the last one's actions, then what each point needs."""
    words = telling.words
    opening = (agenda_section(telling, kind), actions_section(telling))
    if kind is ReportKind.MEETING_OPERATIONAL:
        title, found = words.text("Pack for the operational meeting"), _operational(telling)
    elif kind is ReportKind.MEETING_TACTICAL:
        title, found = words.text("Pack for the tactical meeting"), _tactical(telling)
    else:
        title, found = words.text("Pack for the strategic meeting"), _strategic(telling)
    return make_document(telling, title, (*opening, *found), edition)


def _operational(telling: Telling) -> tuple[Section | None, ...]:
    return (
        open_tickets_section(telling),
        maintenance_section(telling),
        deviations_section(telling, only_untold=True),
        exclusions_section(telling, only_pending=True),
        deliveries_section(telling),
    )


def _tactical(telling: Telling) -> tuple[Section | None, ...]:
    return (
        answer_section(telling),
        verdicts_section(telling),
        credits_section(telling),
        ledger_section(telling),
        plans_section(telling),
        forecasts_section(telling),
    )


def _strategic(telling: Telling) -> tuple[Section | None, ...]:
    return (
        answer_section(telling),
        score_section(telling),
        scores_section(telling),
        segments_section(telling),
        triggers_section(telling),
        credit_months_section(telling),
        forecasts_section(telling),
        decision_section(telling),
        _changes_section(telling),
    )


def _changes_section(telling: Telling) -> Section:
    """The changes agreed and the room below the limits of LOU 17 kap. 9 §."""
    words, register = telling.words, telling.sources.changes
    heading = words.text("Changes of the contract and the room left")
    if register is None:
        told = words.text("No register of changes was read.")
        return Section("changes", heading, (plain(told, manner=Manner.INCOMPLETE),), is_confidential=True)
    found = build_changes(register, telling.context.contract.contract.currency, words)
    trace = telling.command_trace("supplierwatch contract-changes")
    blocks: list[Block] = [Points(tuple(runs(figure(text, trace)) for text in found.sentences))]
    if found.sums:
        headings = (
            *columns((words.text("Class"), 4)),
            *numbers(words.text("Changes"), words.text("With signs"), words.text("Without signs")),
        )
        rows: list[Row] = [
            (
                text_cell(one.legal_class),
                figure_cell(one.changes, trace),
                noted_cell(one.net),
                noted_cell(one.absolute),
            )
            for one in found.sums
        ]
        blocks.append(table_of("changes", heading, headings, rows, total=True))
    return Section("changes", heading, tuple(blocks), is_confidential=True)
