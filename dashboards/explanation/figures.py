"""Any figure of a report explained, by what its key names."""

from dashboards.explanation.credit import explain_credit, explain_points
from dashboards.explanation.outcome import explain_outcome
from dashboards.explanation.parts import Explained
from dashboards.explanation.score import explain_score
from dashboards.explanation.telling import FigureFacts
from dashboards.explanation.trigger import explain_trigger
from dashboards.figure_keys import FigureKind, FigureSubject

_EXPLAINERS = {
    FigureKind.OUTCOME: explain_outcome,
    FigureKind.CREDIT: explain_credit,
    FigureKind.POINTS: explain_points,
    FigureKind.SCORE: explain_score,
    FigureKind.TRIGGER: explain_trigger,
}


def explain_figure(facts: FigureFacts, subject: FigureSubject) -> Explained:
    """Return the complete reckoning of a figure in words and pictures, from published results alone."""
    return _EXPLAINERS[subject.kind](facts, subject)
