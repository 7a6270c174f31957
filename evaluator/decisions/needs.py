"""What stakeholders asked for, what the next contract demands of it, and what became of each need."""

from evaluator.contract.parts import Terms


class NeedsFile(Terms):
    """The file `needs.yaml`."""
