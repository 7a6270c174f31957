"""What explanations are told with: the contract that judges, the language, the time zone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from dashboards.explanation.parts import Sentence, Table, make_table
from dashboards.report.limits import kind_label
from dashboards.wording import Wording
from evaluator.contract.contract import Contract
from evaluator.contract.indicators import AnyIndicator
from evaluator.contract.parts import Label


@dataclass(frozen=True)
class Telling:
    """The contract in force, the words and the zone; names without a label stay themselves."""

    contract: Contract
    words: Wording
    zone: ZoneInfo

    def label(self, label: Label) -> str:
        """Return a label in the language."""
        return label.in_language(self.words.language)

    def instant(self, instant: int) -> str:
        """Return an instant in local time."""
        return self.words.instant(instant, self.zone)

    def service(self, name: str) -> str:
        """Return the label of a service."""
        return next((self.label(one.label) for one in self.contract.services if one.id == name), name)

    def unit(self, name: str) -> str:
        """Return the label of a unit."""
        return next((one.label for one in self.contract.units if one.id == name), name)

    def kind(self, name: str) -> str:
        """Return the label of a kind of tickets."""
        return kind_label(name, self.contract, self.words)

    def indicator(self, name: str) -> str:
        """Return an indicator's name and label."""
        found = self.find_indicator(name)
        return name if found is None else f"{name} {self.label(found.label)}"

    def find_indicator(self, name: str) -> AnyIndicator | None:
        """Return an indicator, or None where this version of the contract has none of that name."""
        return next((one for one in self.contract.indicators if one.id == name), None)

    def hours(self, label: Label | None) -> str:
        """Return the name of hours; None is around the clock."""
        return self.words.text("around the clock") if label is None else self.label(label)

    def table(
        self, title: str, columns: Sequence[str], rows: Iterable[Sequence[str]], *, right: Sequence[str] = ()
    ) -> Table | Sentence:
        """Return a table with translated `columns`, those in `right` to the right; words where empty."""
        return make_table(self.words, title, columns, rows, right=right)
