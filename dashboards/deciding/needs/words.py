"""Words for the fixed values of needs: status, level, ways of checking, gaps."""

from dashboards.deciding.needs.findings import NeedsFindings
from dashboards.document.model import Run
from dashboards.document.traces import figure
from dashboards.wording.words import Wording, marked
from evaluator.core.deciding.needs.ratings import Rating, Shown
from evaluator.core.deciding.needs.trace import Gap, GapKind, Unverified, WhyUnverified
from evaluator.decisions.needs import CheckMethod, Level, SpeaksAs, Status

_STATUSES = {
    Status.OPEN: marked("Not decided yet"),
    Status.TAKEN_UP: marked("Taken up in the requirements"),
    Status.PARTLY: marked("Taken up in part"),
    Status.DECLINED: marked("Not taken up"),
    Status.MEASURED_ALREADY: marked("Measured already"),
    Status.SOLVED: marked("Solved in today's contract"),
}
_LEVELS = {Level.SHALL: marked("Shall"), Level.SHOULD: marked("Should")}
_METHODS = {
    CheckMethod.INDICATOR: marked("Measured by an indicator"),
    CheckMethod.INSPECTION: marked("Inspection"),
    CheckMethod.TEST: marked("Test"),
    CheckMethod.CERTIFICATE: marked("Certificate"),
    CheckMethod.REFERENCE: marked("References"),
    CheckMethod.NONE_STATED: marked("No check stated"),
}
_GAPS = {
    GapKind.NEED_WITHOUT_REQUIREMENT: marked("Needs with neither a requirement nor a reason why not"),
    GapKind.SHALL_WITHOUT_CHECK: marked("Shall-requirements that nothing says how to check"),
    GapKind.INDICATOR_UNKNOWN: marked("Requirements checked by an indicator that no contract defines"),
    GapKind.SEGMENT_UNHEARD: marked("Segments in which nobody was heard"),
    GapKind.REQUIREMENT_WITHOUT_NEED: marked("Requirements that no need and no other reason asks for"),
    GapKind.INDICATOR_WITHOUT_SOURCE: marked("Indicators that no source gives figures for"),
    GapKind.INDICATOR_NEVER_MEASURED: marked("Indicators with a source that were never measured"),
    GapKind.INDICATOR_ANSWERS_NOTHING: marked("Indicators that answer no need and check no requirement"),
    GapKind.SOURCE_FEEDS_NOTHING: marked("Sources that no indicator is measured from"),
}
_WHY = {
    WhyUnverified.NO_CHECK: marked("No check is stated"),
    WhyUnverified.INDICATOR_UNKNOWN: marked("{indicator} is defined in no contract"),
    WhyUnverified.INDICATOR_DRAFTED: marked("{indicator} is measured only under the next contract"),
    WhyUnverified.NO_SOURCE: marked("No source gives figures for {indicator}"),
    WhyUnverified.NEVER_MEASURED: marked("{indicator} was never measured"),
}


def status_word(status: Status, words: Wording) -> str:
    """Return the words for what became of a need."""
    return words.text(_STATUSES[status])


def level_word(level: Level, words: Wording) -> str:
    """Return the word for the level of a requirement."""
    return words.text(_LEVELS[level])


def method_word(method: CheckMethod, words: Wording) -> str:
    """Return the words for a way of checking."""
    return words.text(_METHODS[method])


def gap_heading(kind: GapKind, words: Wording) -> str:
    """Return the words for a kind of gap."""
    return words.text(_GAPS[kind])


def gap_subject(gap: Gap, findings: NeedsFindings, words: Wording) -> str:
    """Return what a gap is of, as a list has it."""
    if gap.kind is GapKind.SEGMENT_UNHEARD:
        return findings.segment(gap.subject, words)
    if gap.by:
        return f"{gap.by} ({gap.subject})"
    if gap.kind in {GapKind.INDICATOR_WITHOUT_SOURCE, GapKind.INDICATOR_NEVER_MEASURED}:
        return findings.indicator(gap.subject, words)
    if gap.kind is GapKind.INDICATOR_ANSWERS_NOTHING:
        return findings.indicator(gap.subject, words)
    return gap.subject


def why_unverified(one: Unverified, findings: NeedsFindings, words: Wording) -> str:
    """Return why nobody can see today whether a requirement is met."""
    return words.text(_WHY[one.why], indicator=findings.indicator(one.indicator, words))


def who_speaks(rating: Rating, findings: NeedsFindings, words: Wording) -> str:
    """Return the group of a rating with its segment, where it speaks for one."""
    group = findings.group(rating.group, words)
    segment = findings.segment(rating.segment, words).lower() if rating.segment else ""
    return f"{group}, {segment}" if segment else group


def count_run(rating: Rating, need: str, findings: NeedsFindings, words: Wording) -> Run:
    """Return how many a rating rests on, or why it is not shown."""
    if rating.shown is Shown.TOO_FEW:
        return Run(words.text("too few"))
    if rating.shown is Shown.UNCOUNTED or rating.count is None:
        return Run(words.text("not stated"))
    if rating.speaks_as is SpeaksAs.BODY:
        told = words.plural("{n} body", "{n} bodies", rating.count)
    else:
        told = words.number(rating.count)
    return figure(told, findings.trace(voices_key(need)))


def voices_key(need: str) -> str:
    """Return the key under which the voices of a need stand in the file."""
    return f"needs[{need}].voices"
