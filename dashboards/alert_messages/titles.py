"""What a matter is, in one line, what to do about it, and the page that shows it."""

from collections.abc import Callable, Mapping
from urllib.parse import quote, urlencode

from dashboards.alert_messages.matter import Matter
from dashboards.wording.words import Wording, marked
from evaluator.contract.contract import Contract
from evaluator.decisions.alert_terms import Kind

_TITLES: Mapping[Kind, str] = {
    Kind.BREACH: marked("{figure}: the target is missed in {month}"),
    Kind.BURN: marked("{figure}: what the target allows is used up too fast"),
    Kind.FORECAST_MISS: marked("{figure}: the target is forecast to be missed"),
    Kind.TICKET_ABOUT_TO_MISS: marked("{figure}: ticket {subject} soon misses its limit"),
    Kind.THRESHOLD_NEAR: marked("Threshold near or reached: {threshold}"),
    Kind.CLAIM_LAPSING: marked("A credit of {month} for {service} is not claimed and soon lapses"),
    Kind.NOTICE_NEAR: marked("Day that decides is near: {decision}"),
    Kind.SAFE_START: marked("A new procurement must begin to be done by {end}"),
    Kind.SOURCE_SILENT: marked("The source {subject} is silent"),
    Kind.SOURCE_BEHIND: marked("The source {subject} answers, but has fallen behind"),
    Kind.SOURCE_UNMAPPED: marked("The source {subject} uses words that no mapping explains"),
    Kind.DELIVERY_MISSING: marked("A delivery of {subject} is due and did not come"),
    Kind.REPORT_MISSING: marked("Report missing for {month}: {report}"),
    Kind.EVALUATION_STALE: marked("Results are old"),
    Kind.JOB_FAILING: marked("The job {subject} of the service fails"),
    Kind.MESSAGE_UNDELIVERED: marked("Messages did not reach their recipients"),
}

_TO_DO: Mapping[Kind, str] = {
    Kind.BREACH: marked("See what the miss rests on, tell the supplier, and claim what it is worth."),
    Kind.BURN: marked("Ask the supplier what is going on now, and see what is open."),
    Kind.FORECAST_MISS: marked("See the trend and what the forecast rests on, and ask for an action plan."),
    Kind.TICKET_ABOUT_TO_MISS: marked("See which tickets they are, and remind the supplier."),
    Kind.THRESHOLD_NEAR: marked("See what reaching the threshold gives a right to, and prepare it."),
    Kind.CLAIM_LAPSING: marked("Claim the credit or waive it with a reason, and write it into the ledger."),
    Kind.NOTICE_NEAR: marked("Take up with the decision makers what is to be decided, and by when."),
    Kind.SAFE_START: marked("See the time plan, and decide whether to begin now or to plan a bridge."),
    Kind.SOURCE_SILENT: marked(
        "See what its last collect said; what it does not tell is not known, and not good."
    ),
    Kind.SOURCE_BEHIND: marked(
        "See how far it is known and what its last collects brought; give it more time, or ask for less."
    ),
    Kind.SOURCE_UNMAPPED: marked(
        "See which words they are and give each a meaning in the mapping; until then they stop a clock."
    ),
    Kind.DELIVERY_MISSING: marked("Ask the supplier for it; what it would tell is not known, and not good."),
    Kind.REPORT_MISSING: marked("Ask the supplier for its report; of our own, see why it was not made."),
    Kind.EVALUATION_STALE: marked("See which job fails; until then other alerts rest on old figures."),
    Kind.JOB_FAILING: marked("See what it said when it failed."),
    Kind.MESSAGE_UNDELIVERED: marked(
        "See which they are and why (supplierwatch messages list --failed), mend the address, and send again."
    ),
}

_REPORTS = {"supplier": marked("the supplier's"), "own": marked("our own")}


def title_of(matter: Matter, contract: Contract, wording: Wording) -> str:
    """Return what the matter is, in one line."""
    return wording.text(
        _TITLES[matter.kind],
        figure=_figure(matter, contract, wording),
        month=wording.month(matter.month) if matter.month != "" else "",
        service=service_label(matter.service, contract, wording),
        subject=matter.subject,
        threshold=_threshold(matter.subject, contract, wording),
        decision=_decision(matter.subject, contract, wording),
        end=_end(matter.subject, contract, wording),
        report=wording.text(_REPORTS[matter.subject]) if matter.subject in _REPORTS else matter.subject,
    )


def to_do_of(matter: Matter, wording: Wording) -> str:
    """Return what to do about it, in one sentence."""
    return wording.text(_TO_DO[matter.kind])


def link_of(matter: Matter, base: str) -> str:
    """Return the address of the page that shows it; empty where `base`, the address of all pages, is."""
    return "" if base == "" else base.rstrip("/") + _PATHS.get(matter.kind, _health)(matter)


def service_label(service: str, contract: Contract, wording: Wording) -> str:
    """Return the name of a service; one that is in the contract no more stays what it was called."""
    if service == "":
        return wording.text("all services")
    labels = {one.id: one.label for one in contract.services}
    return labels[service].in_language(wording.language) if service in labels else service


def _figure(matter: Matter, contract: Contract, wording: Wording) -> str:
    labels = {one.id: one.label for one in contract.indicators}
    name = matter.indicator
    shown = f"{name} {labels[name].in_language(wording.language)}" if name in labels else name
    if matter.service == "":
        return shown
    return f"{shown}, {service_label(matter.service, contract, wording)}"


def _threshold(name: str, contract: Contract, wording: Wording) -> str:
    labels = {one.id: one.label for one in contract.triggers}
    return labels[name].in_language(wording.language) if name in labels else name


def _decision(name: str, contract: Contract, wording: Wording) -> str:
    if name == "end":
        return wording.text("the contract's last day")
    labels = {one.id: one.label.in_language(wording.language) for one in contract.term.options}
    return wording.text("notice for {option}", option=labels[name]) if name in labels else name


def _end(name: str, contract: Contract, wording: Wording) -> str:
    """The day by which a procurement must be done, as the time plan calls it."""
    labels = {f"{one.id}.expiry": one.label.in_language(wording.language) for one in contract.term.options}
    if name in labels:
        return wording.text("the last day with {option}", option=labels[name])
    return wording.text("the contract's last day")


def _indicator(matter: Matter) -> str:
    month = f"?{urlencode({'month': matter.month})}" if matter.month != "" else ""
    return f"/indicators/{quote(matter.indicator, safe='')}{month}"


def _ticket(matter: Matter) -> str:
    return f"/tickets/{quote(matter.subject.partition('#')[0], safe='')}"


def _report(matter: Matter) -> str:
    return f"/reports/{quote(matter.month, safe='')}"


def _decision_page(_matter: Matter) -> str:
    return "/decision"


def _health(_matter: Matter) -> str:
    return "/health"


_PATHS: Mapping[Kind, Callable[[Matter], str]] = {
    Kind.BREACH: _indicator,
    Kind.BURN: _indicator,
    Kind.FORECAST_MISS: _indicator,
    Kind.TICKET_ABOUT_TO_MISS: _ticket,
    Kind.THRESHOLD_NEAR: _decision_page,
    Kind.CLAIM_LAPSING: _report,
    Kind.NOTICE_NEAR: _decision_page,
    Kind.SAFE_START: _decision_page,
    Kind.REPORT_MISSING: _report,
}
