"""Exit and transfer: gates with their evidence, milestones, and the plan of units to move."""

from evaluator.contract.parts import Terms


class HandoverFile(Terms):
    """The file `handover.yaml`."""
