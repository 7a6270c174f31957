"""The draft of the next contract in words: targets before and after, the linter, and the back-test."""

from collections.abc import Iterator

from dashboards.deciding.tender.telling import Telling, text_cell
from dashboards.document.model import Block, Cell, Column, Manner, Paragraph, Run, Section, Table, runs
from dashboards.report.values import describe_target
from dashboards.wording.terms import view_word
from dashboards.wording.words import marked
from evaluator.contract.contract import Contract
from evaluator.contract.indicators import AnyIndicator
from evaluator.core.deciding.tender.back_tested import BackTested, BackTestedIndicator, MetOf
from evaluator.core.deciding.tender.findings import NextDraft
from evaluator.core.outcomes import View


def contract_section(telling: Telling) -> Section:
    """Return what the draft says, whether it holds water, and what it would have made of history."""
    words, draft = telling.words, telling.findings.draft
    heading = words.text("Indicators of the next contract")
    if draft is None:
        told = words.text("No next contract is drafted: tender.yaml has no next_contract.")
        return Section("tender-contract", heading, (Paragraph(runs(told), Manner.INCOMPLETE),))
    return Section("tender-contract", heading, tuple(_blocks(telling, draft)))


def _blocks(telling: Telling, draft: NextDraft) -> Iterator[Block]:
    words = telling.words
    yield Paragraph(
        runs(
            words.text(
                "The definitions load as a contract file (supplierwatch tender --contract) and can be"
                " measured from the first day. Nothing in them is agreed."
            )
        ),
        Manner.NOTE,
    )
    yield _targets(telling, draft)
    yield from _linter(telling, draft)
    tested = telling.findings.back_tested
    if tested is None:
        yield Paragraph(
            runs(words.text("The draft was not held against history (supplierwatch tender --back-test).")),
            Manner.INCOMPLETE,
        )
    else:
        yield from _back_test(telling, tested)


def _targets(telling: Telling, draft: NextDraft) -> Table:
    words = telling.words
    columns = (
        Column(words.text("Indicator"), share=3),
        Column(words.text("Services"), share=2),
        Column(words.text("Present target"), share=3),
        Column(words.text("Target in the draft"), share=3),
        Column(words.text("Points of a miss"), share=2),
    )
    present = {one.id: one for one in telling.contract.indicators}
    rows = tuple(
        _target_row(telling, one, present.get(one.id), draft.contract) for one in draft.contract.indicators
    )
    return Table(
        "tender-contract-targets", words.text("Targets of the draft beside the present ones"), columns, rows
    )


def _target_row(
    telling: Telling, one: AnyIndicator, present: AnyIndicator | None, draft: Contract
) -> tuple[Cell, ...]:
    words = telling.words
    before = words.text("new") if present is None else describe_target(present, telling.contract, words)
    after = describe_target(one, draft, words)
    points = [band.points for band in one.bands]
    shown = (
        f"{words.number(min(points))}\N{EN DASH}{words.number(max(points))}" if points else words.number(0)
    )
    return (
        text_cell(f"{one.id} {one.label.in_language(words.language)}"),
        text_cell(words.listing(telling.service(name) for name in one.services)),
        Cell((Run(before, trace=telling.from_contract("indicators")),)),
        Cell((Run(after, is_strong=before != after, trace=telling.from_file("next_contract")),)),
        Cell((Run(shown, trace=telling.from_file("next_contract")),)),
    )


def _linter(telling: Telling, draft: NextDraft) -> Iterator[Block]:
    words = telling.words
    if not draft.findings:
        yield Paragraph(
            runs(words.text("The linter finds nothing in the terms of the draft.")), Manner.MEASURED
        )
        return
    columns = (
        Column(words.text("Rule")),
        Column(words.text("Found"), share=4),
        Column(words.text("What to do"), share=3),
    )
    rows = tuple((text_cell(one.rule), text_cell(one.found), text_cell(one.remedy)) for one in draft.findings)
    caption = words.plural(
        "{n} finding of the linter in the terms of the draft",
        "{n} findings of the linter in the terms of the draft",
        len(rows),
    )
    note = words.text("The linter speaks English, as supplierwatch check does.")
    yield Table("tender-contract-linter", caption, columns, rows, note=note)


def _back_test(telling: Telling, tested: BackTested) -> Iterator[Block]:
    words = telling.words
    yield _lead(telling, tested)
    for view in (View.AFTER_EXCLUSIONS, View.AS_MEASURED):
        own = tested.in_view(view)
        if own:
            yield _table(telling, view, own)
    yield _sums(telling, tested)
    if tested.without_facts:
        told = words.text(
            "Without facts, and so not judged: {months}.", months=", ".join(tested.without_facts)
        )
        yield Paragraph(runs(told), Manner.NOTE)


def _lead(telling: Telling, tested: BackTested) -> Paragraph:
    words = telling.words
    own = tested.in_view(View.AFTER_EXCLUSIONS)
    of_draft = [one.draft for one in own if one.draft is not None]
    met, months = sum(one.met for one in of_draft), sum(one.months for one in of_draft)
    return telling.told(
        marked(
            "Had the draft applied throughout, its targets would on all facts known now and after agreed"
            " exclusions have been met {met} times of {months}. Everybody acted under the present terms,"
            " which no back-test can undo."
        ),
        met=Run(words.number(met), trace=telling.back_tested),
        months=Run(words.number(months), trace=telling.back_tested),
    )


def _table(telling: Telling, view: View, own: tuple[BackTestedIndicator, ...]) -> Table:
    words = telling.words
    columns = (
        Column(words.text("Indicator"), share=3),
        Column(words.text("Service"), share=2),
        Column(words.text("Met by the present terms"), is_number=True),
        Column(words.text("Met by the draft"), is_number=True),
        Column(words.text("Not judged in the draft"), is_number=True),
    )
    rows = tuple(
        (
            text_cell(telling.indicator(one.indicator)),
            text_cell(telling.service(one.service)),
            _met(telling, one.today),
            _met(telling, one.draft),
            text_cell("")
            if one.draft is None
            else Cell((Run(words.number(one.draft.unknown), trace=telling.back_tested),), one.draft.unknown),
        )
        for one in own
    )
    caption = words.text(
        "Back-test, {first} to {last}: {view}",
        first=telling.findings.basis.months[0],
        last=telling.findings.basis.months[-1],
        view=view_word(view, words).lower(),
    )
    return Table(f"tender-contract-{view.value.replace('_', '-')}", caption, columns, rows)


def _met(telling: Telling, found: MetOf | None) -> Cell:
    words = telling.words
    if found is None:
        return text_cell(words.text("not in it"))
    shown = words.text("{met} of {periods}", met=words.number(found.met), periods=words.number(found.months))
    return Cell((Run(shown, trace=telling.back_tested),), f"{found.met}/{found.months}")


def _sums(telling: Telling, tested: BackTested) -> Table:
    words = telling.words
    columns = (
        Column(words.text("View"), share=2),
        Column(words.text("Points by the present terms"), is_number=True),
        Column(words.text("Points by the draft"), is_number=True),
        Column(words.text("Credits by the present terms"), is_number=True),
        Column(words.text("Credits by the draft"), is_number=True),
    )
    trace = telling.back_tested
    rows = tuple(
        (
            text_cell(view_word(one.view, words)),
            *(
                Cell((Run(words.number(points), trace=trace),), points)
                for points in (one.today_points, one.draft_points)
            ),
            *(
                Cell((Run(telling.money(amount), trace=trace),), float(amount))
                for amount in (one.today_amount, one.draft_amount)
            ),
        )
        for one in tested.sums
    )
    return Table(
        "tender-contract-sums", words.text("Back-test: points, and credits after caps"), columns, rows
    )
