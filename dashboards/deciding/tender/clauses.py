"""Term and options of the next contract in words, and the list that the lawyer answers."""

from collections.abc import Iterator

from dashboards.deciding.tender.telling import Telling, text_cell
from dashboards.document.model import Block, Cell, Column, Manner, Paragraph, Run, Section, Table, runs
from dashboards.document.traces import published_trace
from dashboards.wording.words import marked
from evaluator.contract.contract import Term
from evaluator.core.deciding.tender.clauses import OptionChecklist
from evaluator.decisions.tender import ClauseAnswer, ClauseQuestion

_LAW = "Lag (2016:1145) om offentlig upphandling, 17 kap. 10 §"
_QUESTIONS = {
    ClauseQuestion.IN_DOCUMENTS: marked(
        "Does the clause stand in the documents of the original procurement?"
    ),
    ClauseQuestion.CONDITIONS_CLEAR: marked(
        "Does it say clearly, precisely and unequivocally on what conditions it can be used?"
    ),
    ClauseQuestion.SCOPE_AND_NATURE: marked("Does it state the extent and nature of what may change?"),
    ClauseQuestion.CHARACTER_KEPT: marked("Does the contract keep its overall nature?"),
    ClauseQuestion.WHO_DECIDES: marked("Does it say whether the customer decides alone, or both together?"),
    ClauseQuestion.NOTICE_AND_FORM: marked("Does it say by when and in which form notice is given?"),
}


def options_section(telling: Telling) -> Section:
    """Return the term, its options, and what is answered of each clause."""
    words = telling.words
    return Section("tender-options", words.text("Term and options"), tuple(_blocks(telling)))


def _blocks(telling: Telling) -> Iterator[Block]:
    words, draft = telling.words, telling.findings.draft
    if draft is None:
        yield Paragraph(
            runs(words.text("Term and options of the next contract are not stated.")), Manner.INCOMPLETE
        )
        return
    yield _term(telling, draft.contract.term)
    if not telling.findings.checklists:
        yield Paragraph(runs(words.text("The draft has no option to prolong.")))
        return
    yield _options(telling)
    for one in telling.findings.checklists:
        if not one.states_notice:
            told = words.text(
                "{option}: by when notice must be given is not stated. The law sets no such day; without one"
                " nobody can plan for it.",
                option=one.option.label.in_language(words.language),
            )
            yield Paragraph(runs(told), Manner.INCOMPLETE)
    yield telling.told(
        marked(
            "For the lawyer, clause by clause ({law}). People answer; nothing here says whether a clause"
            " holds."
        ),
        Manner.NOTE,
        law=Run("LOU 17 kap. 10 §", trace=published_trace(_LAW)),
    )
    for one in telling.findings.checklists:
        yield _clause(telling, one)
        yield _questions(telling, one)


def _term(telling: Telling, term: Term) -> Paragraph:
    words = telling.words
    trace = telling.from_file("next_contract.term")
    return telling.told(
        marked("The next contract runs from {first} up to and with {last}."),
        Manner.PLAIN,
        first=Run(words.long_day(term.first_day), trace=trace),
        last=Run(words.long_day(term.last_day), trace=trace),
    )


def _options(telling: Telling) -> Table:
    words = telling.words
    columns = (
        Column(words.text("Option"), share=2),
        Column(words.text("Prolongs to")),
        Column(words.text("Notice by")),
        Column(words.text("The city's own last day")),
        Column(words.text("Unanswered questions"), is_number=True),
    )
    rows = tuple(tuple(_option_row(telling, one)) for one in telling.findings.checklists)
    return Table("tender-options-list", words.text("Options to prolong"), columns, rows)


def _option_row(telling: Telling, one: OptionChecklist) -> Iterator[Cell]:
    words, option = telling.words, one.option
    trace = telling.from_file("next_contract.term.options")
    yield text_cell(option.label.in_language(words.language))
    yield Cell((Run(words.day(option.prolongs_to), trace=trace),), option.prolongs_to.isoformat())
    for day in (option.notice_by, option.internal_last_day):
        if day is None:
            yield text_cell(words.text("Not stated"))
        else:
            yield Cell((Run(words.day(day), trace=trace),), day.isoformat())
    unanswered = len(one.unanswered)
    key = telling.from_file("option_clauses")
    yield Cell((Run(words.number(unanswered), trace=key),), unanswered)


def _clause(telling: Telling, one: OptionChecklist) -> Paragraph:
    words = telling.words
    name = one.option.label.in_language(words.language)
    if one.clause is None or one.clause.text is None:
        return Paragraph(runs(words.text("{option}: no clause is drafted.", option=name)), Manner.INCOMPLETE)
    return Paragraph(runs(f"{name}: ", Run(one.clause.text.in_language(words.language))))


def _questions(telling: Telling, one: OptionChecklist) -> Table:
    words = telling.words
    columns = (
        Column(words.text("Question"), share=4),
        Column(words.text("Answer"), share=4),
        Column(words.text("Answered by"), share=2),
        Column(words.text("Day")),
    )
    rows = tuple(
        (text_cell(words.text(_QUESTIONS[question])), *_answer(telling, answer))
        for question, answer in one.questions
    )
    caption = words.text(
        "Questions to the lawyer: {option}", option=one.option.label.in_language(words.language)
    )
    return Table(f"tender-options-{one.option.id}", caption, columns, rows)


def _answer(telling: Telling, answer: ClauseAnswer | None) -> tuple[Cell, Cell, Cell]:
    words = telling.words
    if answer is None:
        return text_cell(words.text("Not answered")), Cell(), Cell()
    trace = telling.from_file("option_clauses")
    return (
        text_cell(answer.answer.in_language(words.language)),
        text_cell(answer.by),
        Cell((Run(words.day(answer.on), trace=trace),), answer.on.isoformat()),
    )
