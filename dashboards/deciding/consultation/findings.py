"""What the pages about a consultation are made from."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dashboards.document.model import Trace
from dashboards.document.traces import file_trace
from dashboards.wording import Wording
from evaluator.contract.parts import Label
from evaluator.core.deciding.consultation.summary import ConsultationSummary
from evaluator.decisions.consultation import ConsultationFile


@dataclass(frozen=True)
class ConsultationFindings:
    """The consultation and its summary; `labels` name needs, requirements and alternatives of other files."""

    file_name: str
    content_hash: str
    file: ConsultationFile
    summary: ConsultationSummary
    labels: Mapping[str, Label] = field(default_factory=dict)

    def trace(self, key: str) -> Trace:
        """Return the trace of what stands under `key` of the file, or is counted from it."""
        return file_trace(self.file_name, key, self.content_hash)

    def body(self, name: str, words: Wording) -> str:
        """Return the label of a body; its name where the file has none."""
        labels = {one.id: one.label.in_language(words.language) for one in self.file.bodies}
        return labels.get(name, name)

    def topic(self, name: str, words: Wording) -> str:
        """Return the label of a topic; its name where the file has none."""
        labels = {one.id: one.label.in_language(words.language) for one in self.file.topics}
        return labels.get(name, name)
