"""What the customer wants to be alerted of: presets, and how early."""

from evaluator.contract.parts import Terms


class AlertTerms(Terms):
    """What is worth an alert; the customer decides it, not the contract."""
