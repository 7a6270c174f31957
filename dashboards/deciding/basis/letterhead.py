"""The head of a board paper and the places to sign it: functions and titles, never a person."""

from collections.abc import Sequence

from dashboards.deciding.basis.telling import Telling, table
from dashboards.document.model import Table
from evaluator.contract.parts import Label
from evaluator.decisions.decision import Board, Officer, Signature


def letterhead(
    telling: Telling, reference: str, officer: Officer | None, board: Board | None
) -> tuple[tuple[str, str], ...]:
    """Return registry number, date, officer and board; what is empty is left out."""
    words = telling.words
    entries = [
        (words.text("Reg. no."), reference),
        (words.text("Date"), words.day(telling.sources.today)),
    ]
    if officer is not None:
        entries += [
            (words.text("Officer in charge"), officer.role.in_language(words.language)),
            (words.text("Telephone"), officer.telephone),
            (words.text("E-mail"), officer.email),
        ]
    if board is not None:
        meeting = words.text("not set") if board.meets_on is None else words.day(board.meets_on)
        entries += [
            (words.text("To"), board.name.in_language(words.language)),
            (words.text("Meeting"), meeting),
        ]
    return tuple((term, text) for term, text in entries if text)


def signature_block(telling: Telling, titles: Sequence[Label], signatures: Sequence[Signature] = ()) -> Table:
    """Return who signs; a day stands only where the file says that these figures were signed."""
    words = telling.words
    days = {one.role: one.day for one in signatures if one.basis == telling.sources.basis}

    def day(title: Label) -> str:
        found = next((days[name] for name in (title.sv, title.en) if name in days), None)
        return "" if found is None else words.day(found)

    return table(
        "signatures",
        words.text("Signatures"),
        [words.text("Title"), words.text("Signature"), words.text("Date")],
        ((one.in_language(words.language), "", day(one)) for one in titles),
    )
