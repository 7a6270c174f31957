"""The alternatives to decide between: criteria, values, costs, and what is uncertain of them."""

from evaluator.contract.parts import Terms


class AlternativesFile(Terms):
    """The file `alternatives.yaml`."""
