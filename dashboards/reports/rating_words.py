"""Words for ratings: the scale of five and the ratings of a contract performance notice."""

from collections.abc import Sequence

from dashboards.document.model import Table
from dashboards.reports.telling import columns, table_of, text_cell
from dashboards.wording import Wording
from dashboards.wording.words import marked
from evaluator.core.deciding.ratings.five_levels import FiveLevel, RatedArea, Requirements
from evaluator.core.deciding.ratings.notice import CutOffs
from evaluator.decisions.publishing import NoticeRating

_LEVELS = {
    FiveLevel.EXCEPTIONAL: (
        marked("Exceptional"),
        marked(
            "meets all requirements and exceeds many, few and minor problems, highly effective correction"
        ),
    ),
    FiveLevel.VERY_GOOD: (
        marked("Very good"),
        marked("meets all requirements and exceeds some, some minor problems, effective correction"),
    ),
    FiveLevel.SATISFACTORY: (
        marked("Satisfactory"),
        marked("meets all requirements, some minor problems, satisfactory correction"),
    ),
    FiveLevel.MARGINAL: (
        marked("Marginal"),
        marked(
            "does not meet some requirements, serious problems, correction missing or only partly effective"
        ),
    ),
    FiveLevel.UNSATISFACTORY: (
        marked("Unsatisfactory"),
        marked("does not meet most requirements, serious problems, ineffective correction"),
    ),
}
_AREAS = {
    RatedArea.QUALITY: marked("technical quality"),
    RatedArea.COST_CONTROL: marked("cost control"),
    RatedArea.TIMELINESS: marked("timeliness"),
    RatedArea.MANAGEMENT: marked("management and cooperation"),
    RatedArea.SMALL_BUSINESS: marked("small businesses as subcontractors"),
    RatedArea.REGULATORY: marked("other, such as compliance"),
}
_REQUIREMENTS = {
    Requirements.EXCEEDS_MANY: marked("meets all requirements and exceeds many"),
    Requirements.EXCEEDS_SOME: marked("meets all requirements and exceeds some"),
    Requirements.MEETS_ALL: marked("meets all requirements"),
    Requirements.MISSES_SOME: marked("does not meet some requirements"),
    Requirements.MISSES_MOST: marked("does not meet most requirements"),
}
_NOTICE = {
    NoticeRating.GOOD: marked("Good"),
    NoticeRating.APPROACHING_TARGET: marked("Approaching target"),
    NoticeRating.REQUIRES_IMPROVEMENT: marked("Requires improvement"),
    NoticeRating.INADEQUATE: marked("Inadequate"),
    NoticeRating.OTHER: marked("Other"),
}


def level_word(level: FiveLevel, words: Wording) -> str:
    """Return the word for a rating on the scale of five."""
    return words.text(_LEVELS[level][0])


def area_word(area: RatedArea, words: Wording) -> str:
    """Return the words for an area that is rated by itself."""
    return words.text(_AREAS[area])


def requirements_word(requirements: Requirements, words: Wording) -> str:
    """Return how far requirements were met, as it stands after *the supplier*."""
    return words.text(_REQUIREMENTS[requirements])


def notice_word(rating: NoticeRating, words: Wording) -> str:
    """Return the word for a rating of a contract performance notice."""
    return words.text(_NOTICE[rating])


def tell_possible(possible: Sequence[FiveLevel], words: Wording) -> str:
    """Return which ratings what is stated leaves open."""
    return words.text(
        "Were every miss taken for a requirement not met, these ratings would be open: {ratings}. Whether a"
        " miss was only a minor problem is for people to say.",
        ratings=words.listing(level_word(one, words) for one in possible),
    )


def tell_cut_offs(cut_offs: CutOffs, words: Wording) -> str:
    """Return the rule by which ratings of a notice are proposed."""
    return words.text(
        "The rule: Good where every judged period met its target; otherwise by the points before doubling"
        " for a"
        " judged period on average, of the service with most: Approaching target up to {approaching},"
        " Requires"
        " improvement up to {improvement}, Inadequate above. Other where less than {judged} of the periods"
        " could"
        " be judged.",
        approaching=words.number(cut_offs.approaching_to),
        improvement=words.number(cut_offs.improvement_to),
        judged=words.percent(cut_offs.least_judged, 0),
    )


def scale_table(words: Wording) -> Table:
    """Return the scale, the best first, with what each rating asks for."""
    rows = [(text_cell(words.text(name)), text_cell(words.text(asks))) for name, asks in _LEVELS.values()]
    headings = columns((words.text("Rating"), 1), (words.text("What it asks for"), 4))
    remark = words.text("Source: FAR 42.1503, tables 42-1 and 42-2 (CPARS), told in our own words.")
    return table_of("scale", words.text("The scale, the best first"), headings, rows, remark)
