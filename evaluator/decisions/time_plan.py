"""The stages from needs analysis to the last unit moved, how long each takes, and what may delay it."""

from evaluator.contract.parts import Terms


class TimePlanFile(Terms):
    """The file `time_plan.yaml`."""
