"""The matter to be decided: registry number, proposals, risks, and what is confidential."""

from evaluator.contract.parts import Terms


class DecisionFile(Terms):
    """The file `decision.yaml`."""
