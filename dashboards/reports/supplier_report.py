"""The report that the supplier gets: the same facts, the same rules, room to comment on each indicator."""

from dashboards.document.model import Document, Edition, Judgement, Section
from dashboards.reports.following import exclusions_section, triggers_section
from dashboards.reports.frame import make_document
from dashboards.reports.levels import answer_section, outlook_section, verdicts_section
from dashboards.reports.money import credits_section
from dashboards.reports.segments import segments_section
from dashboards.reports.telling import Telling, plain
from dashboards.reports.told import evidence_section, method_section, restatement_section, statements_section
from evaluator.core.deciding.ratings.five_levels import COMMENT_DAYS, comments_due


def comment_name(indicator: str) -> str:
    """Return the name of the place for the supplier's comment on an indicator."""
    return f"comment-{indicator}"


def build_supplier_report(telling: Telling, edition: Edition) -> Document:
    """Return the report with the month's figures, without what the customer decides or plans to claim."""
    sections = (
        restatement_section(telling),
        answer_section(telling),
        verdicts_section(telling),
        segments_section(telling),
        credits_section(telling),
        triggers_section(telling),
        statements_section(telling),
        exclusions_section(telling),
        comments_section(telling),
        outlook_section(telling),
        method_section(telling),
        evidence_section(telling),
    )
    title = telling.words.text("Report to the supplier")
    return make_document(telling, title, sections, edition)


def comments_section(telling: Telling) -> Section:
    """Return the comment period and a place for each indicator, with what was written there before."""
    words, sources = telling.words, telling.sources
    told_on = sources.today if sources.sent_on is None else sources.sent_on
    period = words.plural(
        "The supplier may comment on every indicator within {n} calendar day, up to and including {day}.",
        "The supplier may comment on every indicator within {n} calendar days, up to and including {day}.",
        COMMENT_DAYS,
        day=words.long_day(comments_due(told_on)),
    )
    further = words.text(
        "Where the supplier disagrees, the matter is reviewed one level above the contract manager."
        " Comments are"
        " kept as they were written and change no measured figure; a correction of facts is made by a"
        " statement, an"
        " exclusion or a restatement."
    )
    whole = Judgement("comment", words.text("Comment on the report as a whole"), _written(telling, "comment"))
    labels = {
        one.indicator: telling.context.indicators[one.indicator].label.in_language(words.language)
        for one in telling.context.whole_outcomes()
    }
    places = tuple(
        Judgement(
            comment_name(name),
            words.text("The supplier's comment on {indicator}", indicator=f"{name} {label}"),
            _written(telling, comment_name(name)),
        )
        for name, label in labels.items()
    )
    return Section(
        "comments", words.text("The supplier's comments"), (plain(period), plain(further), whole, *places)
    )


def _written(telling: Telling, name: str) -> tuple[str, ...]:
    return telling.sources.written.get(name, ())
