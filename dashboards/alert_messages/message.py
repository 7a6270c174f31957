"""One message about one matter or many: its subject, and its text."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboards.alert_messages.figures import figures_of
from dashboards.alert_messages.matter import EVENTS, SEVERITIES, Matter
from dashboards.alert_messages.titles import link_of, title_of, to_do_of
from dashboards.wording.words import Wording
from evaluator.contract.contract import Contract

MOST_TOLD = 25
"""How many matters a message tells in full; of more it says how many there are."""

_LONGEST_SUBJECT = 200


@dataclass(frozen=True)
class AlertMessage:
    """Subject (one line) and text of a message."""

    subject: str
    text: str


def build_alert_message(
    matters: Sequence[Matter], contract: Contract, wording: Wording, base: str
) -> AlertMessage:
    """Return the message about `matters`, at least one, in their order; `base` is the pages' address."""
    parts = [_part(matter, contract, wording, base) for matter in matters[:MOST_TOLD]]
    if len(matters) > MOST_TOLD:
        left = len(matters) - MOST_TOLD
        parts.append(wording.plural("And {n} more matter.", "And {n} more matters.", left))
    parts.append(_foot(matters, contract, wording, base))
    return AlertMessage(_subject(matters, contract, wording), "\n\n".join(parts) + "\n")


def summary_of(matter: Matter, contract: Contract, wording: Wording) -> str:
    """Return what the matter is, in one line."""
    return _one_line(title_of(matter, contract, wording))


def _subject(matters: Sequence[Matter], contract: Contract, wording: Wording) -> str:
    first = matters[0]
    event = wording.text(EVENTS[first.event])
    title = title_of(first, contract, wording)
    more = ""
    if len(matters) > 1:
        more = wording.plural(" (and {n} more)", " (and {n} more)", len(matters) - 1)
    subject = _one_line(f"{event}: {title}")
    longest = _LONGEST_SUBJECT - len(more)
    return (subject if len(subject) <= longest else f"{subject[: longest - 1]}…") + more


def _part(matter: Matter, contract: Contract, wording: Wording, base: str) -> str:
    lines = [f"{wording.text(EVENTS[matter.event])}: {summary_of(matter, contract, wording)}"]
    if matter.event != "ended":
        lines.append(wording.text("How soon: {severity}", severity=wording.text(SEVERITIES[matter.severity])))
    lines += [] if matter.signal is None else list(figures_of(matter.signal, contract, wording))
    since = wording.instant(matter.since, contract.contract.zone)
    lines.append(wording.text("Seen first: {instant}", instant=since))
    if matter.event != "ended":
        lines.append(to_do_of(matter, wording))
        lines.append(wording.text("Key: {key}", key=_one_line(matter.key)))
    link = link_of(matter, base)
    return "\n".join([*lines, link] if link != "" else lines)


def _foot(matters: Sequence[Matter], contract: Contract, wording: Wording, base: str) -> str:
    title = _one_line(contract.contract.title.in_language(wording.language))
    lines = [f"-- \n{title}"]
    if base != "":
        lines.append(base)
    if any(matter.event != "ended" for matter in matters):
        lines.append(
            wording.text(
                "Acknowledged with `supplierwatch alerts acknowledge KEY`, a matter is told no more."
            )
        )
    return "\n".join(lines)


def _one_line(text: str) -> str:
    return " ".join(text.split())
