"""Real logs read through the mappings that are delivered with the project."""

from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
from ruamel.yaml import YAML

from collector.mapping import read_mapping
from collector.records import FactKind, ServiceState, TicketState
from collector.source import Normalised
from collector.sources import open_source
from tests.shared_material import shared

MAPPINGS = Path(__file__).resolve().parents[3] / "deploy" / "real-data"


def read(mapping: str, *files: str) -> Normalised:
    """Return the facts of real files of one page each."""
    paths = [shared(f"data/{file}") for file in files]
    content = YAML(typ="safe", pure=True).load(MAPPINGS / mapping)
    source = open_source("real", paths, read_mapping(content, mapping))
    pages = [source.normalise(page) for page in source.fetch(None)]
    facts = {
        kind: pd.concat([page.facts[kind] for page in pages], ignore_index=True) for kind in pages[0].facts
    }
    return Normalised(facts, pd.concat([page.rejects for page in pages]), pages[0].warnings)


@pytest.fixture(scope="module")
def incidents() -> Normalised:
    return read("volvo-it/mappings/incidents.yaml", "volvo-it-vinst/incidents.csv.gz")


def statuses(found: Normalised) -> pd.DataFrame:
    changes = found.facts[FactKind.TICKET_CHANGE]
    return changes[changes["field"] == "status"]


def test_each_event_of_the_incident_log_is_a_status_change(incidents: Normalised) -> None:
    assert len(statuses(incidents)) == 65_533
    assert (
        incidents.facts[FactKind.TICKET]["ticket"].nunique() == len(incidents.facts[FactKind.TICKET]) == 7_554
    )
    assert incidents.rejects.empty


def test_waiting_for_a_user_is_found_in_both_columns_of_the_status(incidents: Normalised) -> None:
    waiting = statuses(incidents)
    waiting = waiting[waiting["value"] == "Accepted / Wait - User"]
    assert len(waiting) == 4_217
    assert waiting["ticket"].nunique() == 2_495
    assert set(waiting["state"]) == {int(TicketState.WAITING_USER)}


def test_a_status_nobody_explains_is_unmapped(incidents: Normalised) -> None:
    unmapped = statuses(incidents)
    unmapped = unmapped[unmapped["state"] == int(TicketState.UNMAPPED)]
    assert unmapped["value"].tolist() == ["Unmatched / Unmatched"] * 5


def test_no_event_hides_another_of_the_same_second(incidents: Normalised) -> None:
    assert not incidents.facts[FactKind.TICKET_CHANGE].duplicated(["ticket", "at", "sequence", "field"]).any()


def test_incidents_that_never_change_team_have_one_value_of_it(incidents: Normalised) -> None:
    changes = incidents.facts[FactKind.TICKET_CHANGE]
    teams = changes[changes["field"] == "team"].groupby("ticket").size()
    assert int((teams == 1).sum()) == 3_734


def test_the_time_from_first_to_last_event_is_that_of_the_log(incidents: Normalised) -> None:
    # Known of the log, in days: median 7.549, mean 12.079, 95th percentile 35.691, maximum 771.352.
    at = statuses(incidents).groupby("ticket")["at"]
    days = (at.max() - at.min()) / 86_400
    found = [
        round(float(figure), 3) for figure in (days.median(), days.mean(), days.quantile(0.95), days.max())
    ]
    assert found == [7.549, 12.079, 35.691, 771.352]


@pytest.mark.parametrize(
    ("file", "events", "cases"),
    [("open-problems.xes.gz", 2_351, 819), ("closed-problems.xes.gz", 6_660, 1_487)],
)
def test_problem_records_are_read_from_their_event_logs(file: str, events: int, cases: int) -> None:
    found = read("volvo-it/mappings/problems.yaml", f"volvo-it-vinst/{file}")
    assert len(statuses(found)) == events
    assert len(found.facts[FactKind.TICKET]) == cases
    assert found.rejects.empty


@pytest.fixture(scope="module")
def probes() -> Normalised:
    return read("foodcoopx/mappings/probes.yaml", "upptime-foodcoopx/samples.csv.gz")


def test_rows_that_are_neither_up_nor_down_are_put_aside(probes: Normalised) -> None:
    assert probes.rejects["reason"].tolist() == ["the mapping lists no such state: other"] * 5
    # Those five are the only rows of five of the 53 pages, so 48 were observed.
    watched = {*probes.facts[FactKind.OBSERVED]["unit"]}
    put_aside = probes.rejects["fields"].str.extract(r'"slug": "([^"]+)"')[0]
    assert len(watched) == 48
    assert len(watched | {*put_aside}) == 53


def test_the_outages_are_those_of_the_publisher(probes: Normalised) -> None:
    states = probes.facts[FactKind.SERVICE_STATE].sort_values(["unit", "at"])
    outages = set()
    for unit, rows in states.groupby("unit"):
        down: int | None = None
        for at, state in zip(rows["at"], rows["state"], strict=True):
            if state == int(ServiceState.DOWN):
                down = at if down is None else down
            elif down is not None:
                outages.add((unit, down, at))
                down = None
        if down is not None:
            outages.add((unit, down, None))
    path = shared("data/upptime-foodcoopx/down_intervals.csv")
    published = pd.read_csv(path, dtype="str", keep_default_na=False)
    known = {
        (slug, _instant(down_from), _instant(up_at) if up_at else None)
        for slug, down_from, up_at in published[["slug", "down_from", "up_at"]].to_numpy().tolist()
    }
    assert outages == known
    assert len(known) == 365
    assert sum(end is None for *_, end in known) == 4


def _instant(text: str) -> int:
    return int(pd.Timestamp(text).timestamp())


def test_states_of_a_page_alternate_from_when_it_exists(probes: Normalised) -> None:
    states = probes.facts[FactKind.SERVICE_STATE].sort_values(["unit", "at"])
    for _, rows in states.groupby("unit"):
        # The state at the start may be said twice: when the page came to be, and by its first sample.
        assert all(first != second for first, second in pairwise(rows["state"].tolist()[1:]))


def test_the_publishers_own_figures_are_kept_exactly() -> None:
    found = read("foodcoopx/mappings/statements.yaml", "upptime-foodcoopx/summary.json")
    statements = found.facts[FactKind.STATEMENT]
    assert len(statements) == 32
    stated = statements[statements["unit"] == "gemuesekollektiv-gkh"]
    assert stated[["numerator", "denominator"]].to_numpy().tolist() == [[9634, 10000]]
