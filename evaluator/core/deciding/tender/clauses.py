"""The clauses of options as a list for the lawyer: what was answered, and what nobody has answered yet.

Nothing here says whether a clause holds in law (LOU 2016:1145, 17 kap. 10 §): people answer, by role and day.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from evaluator.contract.contract import ExtensionOption
from evaluator.decisions.tender import ClauseAnswer, ClauseQuestion, OptionClause


@dataclass(frozen=True)
class OptionChecklist:
    """An option of the next contract, its clause (None: not drafted), and each question with its answer."""

    option: ExtensionOption
    clause: OptionClause | None
    questions: tuple[tuple[ClauseQuestion, ClauseAnswer | None], ...]

    @property
    def unanswered(self) -> tuple[ClauseQuestion, ...]:
        """The questions that nobody has answered."""
        return tuple(question for question, answer in self.questions if answer is None)

    @property
    def states_notice(self) -> bool:
        """Whether the option says by when notice must be given; the law sets no such day."""
        return self.option.notice_by is not None


def checklists(
    options: Sequence[ExtensionOption], clauses: Sequence[OptionClause]
) -> tuple[OptionChecklist, ...]:
    """Return the list for each option; of two answers to one question the later in the file stands."""
    by_option = {clause.option: clause for clause in clauses}
    return tuple(_checklist(option, by_option.get(option.id)) for option in options)


def _checklist(option: ExtensionOption, clause: OptionClause | None) -> OptionChecklist:
    answers = {} if clause is None else {answer.question: answer for answer in clause.answers}
    questions = tuple((question, answers.get(question)) for question in ClauseQuestion)
    return OptionChecklist(option, clause, questions)
