"""What the pages about needs are made from."""

from dataclasses import dataclass

from dashboards.document.model import Run, Trace
from dashboards.document.traces import figure, file_trace
from dashboards.wording import Wording
from evaluator.contract.contract import Contract
from evaluator.core.deciding.needs.assessment import NeedsAssessment
from evaluator.decisions.needs import NeedsFile
from evaluator.results.published import PeriodResults


@dataclass(frozen=True)
class NeedsFindings:
    """The register of needs, what follows from it, and the latest results; None where nothing was evaluated.

    `file_name` and `content_hash` are those of the file that all of it follows from.
    """

    file_name: str
    content_hash: str
    file: NeedsFile
    assessment: NeedsAssessment
    contract: Contract
    results: PeriodResults | None

    def trace(self, key: str) -> Trace:
        """Return the trace of what stands under `key` of the file, or is counted from it."""
        return file_trace(self.file_name, key, self.content_hash)

    def count(self, number: int, key: str, words: Wording) -> Run:
        """Return a number counted from what stands under `key`."""
        return figure(words.number(number), self.trace(key))

    def group(self, name: str, words: Wording) -> str:
        """Return the label of a group; its name where the file has none."""
        labels = {one.id: one.label.in_language(words.language) for one in self.file.groups}
        return labels.get(name, name)

    def segment(self, name: str, words: Wording) -> str:
        """Return the label of a segment; of no segment, the word for all of them."""
        labels = {one.id: one.label.in_language(words.language) for one in self.contract.segments}
        return labels.get(name, name) if name else words.text("All")

    def unit(self, name: str) -> str:
        """Return the label of a unit; its name where the contract has none."""
        return {one.id: one.label for one in self.contract.units}.get(name, name)

    def indicator(self, name: str, words: Wording) -> str:
        """Return the name of an indicator with its label, where the contract has it."""
        labels = {one.id: one.label.in_language(words.language) for one in self.contract.indicators}
        return f"{name} {labels[name]}" if name in labels else name
