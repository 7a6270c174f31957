"""Rules about the service itself: old results, silent sources, jobs that fail, a store that is away."""

from collections.abc import Iterator

from dashboards.alerting.expressions import gauge
from dashboards.alerting.rule import Rule, Ruling, path_of, sentence
from dashboards.wording.words import marked
from evaluator.core.alerts.burn import MINUTE
from evaluator.decisions.alert_terms import Kind

STALE = "SupplierwatchEvaluationStale"
AWAY = "SupplierwatchStoreAway"
SILENT = "SupplierwatchSourceSilent"
BEHIND = "SupplierwatchSourceBehind"
UNMAPPED = "SupplierwatchSourceUnmapped"
UNDELIVERED = "SupplierwatchDeliveryMissing"
JOB = "SupplierwatchJobFailing"
MESSAGES = "SupplierwatchMessagesUndelivered"

PATIENCE = 15 * MINUTE
"""Seconds for which the service or its database may be away, as at a restart."""


def service_rules(ruling: Ruling) -> Iterator[Rule]:
    """Yield the rules about the service itself that are wanted."""
    if ruling.terms.wants(Kind.EVALUATION_STALE):
        yield _stale(ruling)
        yield _no_results(ruling)
        yield _store_away(ruling)
    if ruling.terms.wants(Kind.SOURCE_SILENT):
        yield _silent(ruling)
        yield _never_heard(ruling)
    if ruling.terms.wants(Kind.SOURCE_BEHIND):
        yield _behind(ruling)
    if ruling.terms.wants(Kind.SOURCE_UNMAPPED):
        yield _unmapped(ruling)
    if ruling.terms.wants(Kind.DELIVERY_MISSING):
        yield _undelivered(ruling)
    if ruling.terms.wants(Kind.JOB_FAILING):
        yield _job(ruling)
    if ruling.terms.wants(Kind.MESSAGE_UNDELIVERED):
        yield _messages(ruling)


def _stale(ruling: Ruling) -> Rule:
    evaluated = gauge("evaluation_timestamp_seconds", contract=ruling.name)
    longest = ruling.terms.evaluation_stale_after
    return ruling.rule(
        STALE,
        f"time() - max by (contract) ({evaluated}) > {longest}",
        ruling.terms.severity(Kind.EVALUATION_STALE),
        sentence(
            marked("Results are old: the last evaluation was made {age} ago"),
            age="{{ $value | humanizeDuration }}",
        ),
        sentence(marked("See which job fails; until then other alerts rest on old figures.")),
        path_of("health"),
        kept_for=0,
        reason="old",
    )


def _no_results(ruling: Ruling) -> Rule:
    # Both the service that does not answer and one without results; what is away is told apart below.
    evaluated = gauge("evaluation_timestamp_seconds", contract=ruling.name)
    return ruling.rule(
        STALE,
        f"absent({evaluated})",
        ruling.terms.severity(Kind.EVALUATION_STALE),
        sentence(marked("No results can be read from the service")),
        sentence(marked("See whether the service runs and its database answers.")),
        path_of("health"),
        hold_for=PATIENCE,
        kept_for=0,
        reason="missing",
    )


def _store_away(ruling: Ruling) -> Rule:
    return ruling.rule(
        AWAY,
        "supplierwatch_store_up == 0",
        ruling.terms.severity(Kind.EVALUATION_STALE),
        sentence(marked("The database does not answer")),
        sentence(marked("Start it again; nothing is lost meanwhile, and what was missed is made up.")),
        path_of("health"),
        hold_for=PATIENCE,
        kept_for=0,
    )


def _silent(ruling: Ruling) -> Rule:
    heard, longest = _heard(ruling)
    return ruling.rule(
        SILENT,
        f"time() - {heard} > on (contract, source) {longest}",
        ruling.terms.severity(Kind.SOURCE_SILENT),
        sentence(
            marked("The source {source} has not been heard for {age}"),
            source="{{ $labels.source }}",
            age="{{ $value | humanizeDuration }}",
        ),
        sentence(marked("See what its last collect said; what it does not tell is not known, and not good.")),
        path_of("health"),
        kept_for=0,
        reason="late",
    )


def _heard(ruling: Ruling) -> tuple[str, str]:
    """When each source was last heard, and how long it may be silent; once, whoever else tells the same."""
    names = "source_last_success_timestamp_seconds", "source_silent_after_seconds"
    heard, longest = (_by_source(ruling, one) for one in names)
    return heard, longest


def _by_source(ruling: Ruling, name: str) -> str:
    return f"max by (contract, source) ({gauge(name, contract=ruling.name)})"


def _never_heard(ruling: Ruling) -> Rule:
    heard, longest = _heard(ruling)
    return ruling.rule(
        SILENT,
        f"{longest} unless on (contract, source) {heard}",
        ruling.terms.severity(Kind.SOURCE_SILENT),
        sentence(marked("The source {source} was never heard"), source="{{ $labels.source }}"),
        sentence(marked("See what its last collect said; what it does not tell is not known, and not good.")),
        path_of("health"),
        hold_for=PATIENCE,
        kept_for=0,
        reason="never",
    )


def _behind(ruling: Ruling) -> Rule:
    heard, longest = _heard(ruling)
    reached = _by_source(ruling, "source_reached_timestamp_seconds")
    late, answers = (
        f"time() - {reached} > on (contract, source) {longest}",
        f"time() - {heard} <= on (contract, source) {longest}",
    )
    return ruling.rule(
        BEHIND,
        f"({late}) and on (contract, source) ({answers})",
        ruling.terms.severity(Kind.SOURCE_BEHIND),
        sentence(
            marked("The source {source} answers, but nothing of the last {age} is known"),
            source="{{ $labels.source }}",
            age="{{ $value | humanizeDuration }}",
        ),
        sentence(
            marked(
                "See how far it is known and what its last collects brought; "
                "give it more time, or ask for less."
            )
        ),
        path_of("health"),
        kept_for=0,
    )


def _unmapped(ruling: Ruling) -> Rule:
    return ruling.rule(
        UNMAPPED,
        f"{_by_source(ruling, 'source_unmapped')} > 0",
        ruling.terms.severity(Kind.SOURCE_UNMAPPED),
        sentence(
            marked("The source {source} uses words that no mapping explains"), source="{{ $labels.source }}"
        ),
        sentence(
            marked(
                "See which words they are and give each a meaning in the mapping; "
                "until then they stop a clock."
            )
        ),
        path_of("health"),
    )


def _undelivered(ruling: Ruling) -> Rule:
    return ruling.rule(
        UNDELIVERED,
        f"{_by_source(ruling, 'deliveries_missing')} > 0",
        ruling.terms.severity(Kind.DELIVERY_MISSING),
        sentence(marked("A delivery of {source} is due and did not come"), source="{{ $labels.source }}"),
        sentence(marked("Ask the supplier for it; what it would tell is not known, and not good.")),
        path_of("health"),
    )


def _job(ruling: Ruling) -> Rule:
    return ruling.rule(
        JOB,
        f"{gauge('job_failing', contract=ruling.name)} == 1",
        ruling.terms.severity(Kind.JOB_FAILING),
        sentence(marked("The job {job} fails"), job="{{ $labels.job }}"),
        sentence(marked("See what it said when it failed.")),
        path_of("health"),
        hold_for=PATIENCE,
        kept_for=0,
    )


def _messages(ruling: Ruling) -> Rule:
    return ruling.rule(
        MESSAGES,
        f"{gauge('messages_undelivered', contract=ruling.name)} > 0",
        ruling.terms.severity(Kind.MESSAGE_UNDELIVERED),
        sentence(marked("Messages did not reach their recipients")),
        sentence(
            marked(
                "See which they are and why (supplierwatch messages list --failed), mend the address, and "
                "send again."
            )
        ),
        path_of("health"),
        kept_for=0,
    )
