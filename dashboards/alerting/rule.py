"""One alerting rule for Prometheus, in both languages."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from dashboards.wording.words import LANGUAGES, wording
from evaluator.contract.contract import Contract
from evaluator.contract.parts import Label
from evaluator.core.alerts.burn import window_name
from evaluator.decisions.alert_terms import AlertTerms, Severity

KEPT_FOR = 30 * 60
"""Seconds for which an alert about figures goes on though the figures are away: a restart is no recovery."""

Rule = dict[str, Any]


@dataclass(frozen=True)
class Sentence:
    """What people read of an alert: an English message and its values.

    A `Label` among the values is written in the language of the sentence.
    """

    message: str
    values: dict[str, str | Label]

    def in_language(self, language: str) -> str:
        """Return the sentence in `sv` or `en`."""
        values = {
            name: _plain(one.in_language(language)) if isinstance(one, Label) else one
            for name, one in self.values.items()
        }
        return wording(language).text(self.message, **values)


def sentence(message: str, /, **values: str | Label) -> Sentence:
    """Return a sentence of an alert."""
    return Sentence(message, values)


@dataclass(frozen=True)
class Ruling:
    """What all rules of one contract share; `address` is where its pages are served."""

    contract: Contract
    terms: AlertTerms
    address: str

    @property
    def name(self) -> str:
        """What the contract is called in labels."""
        return self.contract.contract.id

    def rule(
        self,
        alert: str,
        expression: str,
        severity: Severity,
        summary: Sentence,
        to_do: Sentence,
        page: str,
        *,
        hold_for: int = 0,
        kept_for: int = KEPT_FOR,
        **labels: str,
    ) -> Rule:
        """Return a rule; `labels` are put beside those the expression has, empty ones are left out."""
        found: Rule = {"alert": alert, "expr": expression}
        if hold_for > 0:
            found["for"] = window_name(hold_for)
        if kept_for > 0:
            found["keep_firing_for"] = window_name(kept_for)
        found["labels"] = {"severity": severity.value, "contract": self.name, **labels}
        found["annotations"] = {
            **{f"summary_{language}": summary.in_language(language) for language in LANGUAGES},
            **{f"to_do_{language}": to_do.in_language(language) for language in LANGUAGES},
            "link": self.link(page),
        }
        return found

    def link(self, page: str) -> str:
        """Return the address of a page, whose path begins with a slash."""
        return f"{self.address}{page}"


def path_of(*parts: str) -> str:
    """Return the path of a page."""
    return "/" + "/".join(quote(part, safe="") for part in parts)


def _plain(text: str) -> str:
    # What a contract calls something is no template, whatever is in it.
    return text.replace("{{", '{{ "{{" }}')
