"""What the annex is made from says by itself what it lacks."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

from evaluator.core.deciding.tender.arrivals import Arrivals, peaks_of
from evaluator.core.deciding.tender.back_tested import BackTested
from evaluator.core.deciding.tender.findings import Missing, NextDraft, TenderBasis, TenderFindings
from evaluator.core.deciding.tender.requirements import SortedRequirements, SourcedRequirement
from evaluator.core.deciding.tender.seasons import SeasonIndex, Seasons
from evaluator.core.deciding.tender.volumes import volumes_of
from evaluator.decisions.needs import Requirement
from evaluator.decisions.tender import TenderFile
from tests.evaluator.small_contract import contract

BASIS = TenderBasis(("2026-09", "2026-10"), ("2026-09",), (7,), 12, "abc", "", "", "def")


def findings(**changes: Any) -> TenderFindings:
    columns = ["period", "segment", "unit", "kind", "priority", "service", "opened"]
    none = np.zeros((0, 24), dtype=np.int64)
    nothing = np.zeros(0, dtype=bool)
    plain = TenderFindings(
        contract=contract(),
        basis=BASIS,
        file=TenderFile(),
        volumes=volumes_of(pd.DataFrame(columns=columns), (), 5),
        peaks=peaks_of(Arrivals(date(2026, 9, 1), none, nothing, nothing)),
        seasons=None,
        watched=(),
        counted=(),
        sizes=(),
        levels=(),
        times=(),
        outages=(),
        requirements=SortedRequirements(),
    )
    return replace(plain, **changes)


def test_an_annex_without_files_lacks_everything_people_write() -> None:
    assert findings().missing == tuple(Missing)
    assert findings().stated == ()


def test_an_annex_with_everything_lacks_nothing() -> None:
    requirement = Requirement.model_validate(
        {"id": "R1", "text": {"sv": "krav", "en": "requirement"}, "level": "shall"}
    )
    whole = findings(
        basis=replace(BASIS, file_hash="f", without_results=()),
        requirements=SortedRequirements(kept=(SourcedRequirement("tender.yaml", requirement),)),
        draft=NextDraft(contract(), (), "", ""),
        back_tested=BackTested((), (), (), ()),
    )
    assert whole.missing == ()


def test_a_month_without_results_is_among_those_asked_for_and_not_among_those_summed() -> None:
    assert BASIS.months == ("2026-09", "2026-10")
    assert BASIS.with_results == ("2026-10",)


def test_peaks_are_those_above_what_the_file_says() -> None:
    august = SeasonIndex(8, Fraction(3, 2), Fraction(7, 5), Fraction(8, 5), 2, Fraction(15))
    seasons = Seasons(Fraction(10), (august,), (), ())
    assert findings().peak_months == ()
    assert findings(seasons=seasons).peak_months == (august,)
    strict = TenderFile.model_validate({"peak_above": "45 %"})
    assert findings(seasons=seasons, file=strict).peak_months == ()
