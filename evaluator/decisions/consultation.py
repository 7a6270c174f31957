"""A consultation (remiss): the bodies that were asked, and what each replied."""

from evaluator.contract.parts import Terms


class ConsultationFile(Terms):
    """The file `consultation.yaml`."""
