"""Part 11 of the annex: deviations, action plans, thresholds and changes of the contract."""

from collections.abc import Iterator

from dashboards.deciding.basis.telling import SLOTS, Telling, fill, numbers, table
from dashboards.document.model import Block, Run, Section
from dashboards.figure_keys import FigureKind
from dashboards.report.deviations import build_deviations
from dashboards.report.plans import PlanRow, build_plans
from dashboards.report.triggers import TriggerRow, build_triggers
from dashboards.wording.words import marked

_DEVIATIONS = (marked("Deviations"), marked("Of them small"), marked("Points"), marked("Supplier not told"))
_PLANS = (marked("About"), marked("Opened"), marked("Due"), marked("State"), marked("Figures since"))
_TRIGGERS = (marked("State"), marked("About"), marked("Reached"), marked("Gives"))


def follow_up_section(telling: Telling) -> Section:
    """Return part 11."""
    blocks = (*_deviations(telling), *_plans(telling), *_triggers(telling), *_contract_changes(telling))
    nothing = telling.note(telling.words.text("Nothing is recorded of deviations and action plans."))
    heading = telling.words.text("Deviations and action plans")
    return Section("annex-follow-up", heading, blocks or (nothing,))


def _deviations(telling: Telling) -> Iterator[Block]:
    words, followed = telling.words, telling.sources.follow_up.deviations
    if followed is None or not followed.months:
        return
    contract, day = telling.sources.results.contract, telling.sources.follow_up.read_on
    section = build_deviations(followed, contract, words, day, telling.sources.results.period.name)
    yield table(
        "annex-deviations",
        words.text("Deviations of each month"),
        [words.text("Month"), *(numbers(words.text(one)) for one in _DEVIATIONS)],
        (
            [row.month, *map(telling.of_report, (row.count, row.small, row.points, row.untold))]
            for row in section.months
        ),
    )


def _plans(telling: Telling) -> Iterator[Block]:
    words, followed = telling.words, telling.sources.follow_up.plans
    if followed is None:
        return
    contract, day = telling.sources.results.contract, telling.sources.follow_up.read_on
    section = build_plans(followed, contract, words, day)
    if section.plans:
        yield table(
            "annex-plans",
            words.text("Action plans"),
            [words.text("Plan"), *(words.text(one) for one in _PLANS)],
            (_plan(telling, row) for row in section.plans),
        )
    if followed.missing:
        yield telling.measured(
            fill(
                words.plural(
                    "The contract requires {number} action plan that nobody has made.",
                    "The contract requires {number} action plans that nobody has made.",
                    len(followed.missing),
                    number=SLOTS[0],
                ),
                telling.of_report(words.number(len(followed.missing))),
            )
        )


def _plan(telling: Telling, row: PlanRow) -> Iterator[str | Run]:
    yield row.name
    yield f"{row.about}, {row.service}"
    for text in (row.opened, row.due, row.state, row.figures):
        yield telling.of_file("action_plans.yaml", row.name, text)


def _triggers(telling: Telling) -> Iterator[Block]:
    words, section = telling.words, build_triggers(telling.context)
    if section is None:
        return
    yield table(
        "annex-thresholds",
        words.text("Thresholds over several months"),
        [words.text("Threshold"), *(words.text(one) for one in _TRIGGERS)],
        (_trigger(telling, row) for row in section.rows),
        section.both_views,
    )


def _trigger(telling: Telling, row: TriggerRow) -> Iterator[str | Run]:
    yield row.label
    for text in (row.state, row.subject, row.reached):
        yield telling.of_kind(FigureKind.TRIGGER, row.anchor, text)
    yield telling.of_contract("triggers", row.gives)


def _contract_changes(telling: Telling) -> Iterator[Block]:
    words, register = telling.words, telling.sources.contract_changes
    if register is None or not register.changes:
        return
    currency = telling.sources.results.contract.contract.currency
    yield table(
        "annex-contract-changes",
        words.text("Changes of the contract"),
        [words.text("Change"), words.text("Day"), words.text("What"), numbers(words.text("Value"))],
        (
            [
                one.id,
                *(
                    telling.of_file("contract_changes.yaml", one.id, text)
                    for text in (words.day(one.day), one.what, words.money(one.value, currency))
                ),
            ]
            for one in register.changes
        ),
        words.text("Which rule a change rests on a person says; see the register of changes."),
    )
