"""The next contract: requirements with the way each is checked, and its indicators."""

from evaluator.contract.parts import Terms


class TenderFile(Terms):
    """The file `tender.yaml`."""
