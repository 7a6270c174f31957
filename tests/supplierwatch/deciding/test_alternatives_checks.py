"""What `alternatives.yaml` says that itself or the contract contradicts."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from collector.errors import NothingFound, Problem
from supplierwatch.deciding.alternatives import assess_alternatives
from supplierwatch.example import example_watch, save_copy
from supplierwatch.watch import load_watch
from tests.dashboards.builders import make_results
from tests.supplierwatch.watches import problems_of

Change = Callable[[dict[str, Any]], object]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The example watch with its alternatives alone of all that the decision rests on."""
    save_copy(example_watch(), tmp_path / "watch")
    for name in ("needs", "consultation", "time_plan", "tender", "handover", "decision"):
        (tmp_path / "watch" / f"{name}.yaml").unlink(missing_ok=True)
    return tmp_path / "watch"


def problem_after(folder: Path, change: Change) -> Problem:
    """Return the first problem of the example's alternatives after `change`."""
    path = folder / "alternatives.yaml"
    yaml = YAML()
    content = yaml.load(path)
    change(content)
    with path.open("w", encoding="utf-8") as file:
        yaml.dump(content, file)
    return problems_of(folder)[0]


def criterion(content: dict[str, Any], name: str) -> dict[str, Any]:
    return next(one for one in content["criteria"] if one["id"] == name)


def test_a_watch_without_the_file_has_nothing_to_compare(watch_folder: Path) -> None:
    with pytest.raises(NothingFound, match=r"docs/alternatives\.md"):
        assess_alternatives(load_watch(watch_folder), make_results())


def test_the_example_contradicts_nothing(folder: Path) -> None:
    read = load_watch(folder).deciding.alternatives
    assert read is not None
    assert len(read.content.alternatives) == 5


CASES: list[tuple[str, Change, str]] = [
    ("ids", lambda found: found["alternatives"][1].update(id="prolong_full"), "2 alternatives"),
    ("criteria", lambda found: found["criteria"][1].update(id="service_levels"), "2 criteria"),
    ("option", lambda found: found["alternatives"][0].update(uses_option="option9"), "no option option9"),
    (
        "notice",
        lambda found: found["alternatives"][0]["requires"][0].update(notice_of="option9"),
        "no option option9",
    ),
    (
        "unknown value",
        lambda found: criterion(found, "school")["values"][0].update(alternative="nobody"),
        "there is no nobody",
    ),
    (
        "two values",
        lambda found: criterion(found, "school")["values"][0].update(alternative="own_operation"),
        "own_operation has 2 values on school",
    ),
    (
        "value of cost",
        lambda found: criterion(found, "cost").update(values=[criterion(found, "change")["values"][0]]),
        "cost is calculated from costs",
    ),
    (
        "measured and judged",
        lambda found: criterion(found, "school")["values"][0].update(alternative="prolong_full"),
        "prolong_full is measured on school",
    ),
    (
        "same as nobody",
        lambda found: criterion(found, "change")["values"][1].update(same_as="nobody"),
        "same_as names nobody",
    ),
    ("area", lambda found: criterion(found, "school")["measured_by"].update(area="x"), "has no area x"),
    (
        "indicator",
        lambda found: criterion(found, "p2")["measured_by"].update(indicator="K99"),
        "no indicator K99",
    ),
    (
        "service",
        lambda found: criterion(found, "p2")["measured_by"].update(service="T9"),
        "K05 is not measured on T9",
    ),
    (
        "segment",
        lambda found: criterion(found, "p2")["measured_by"].update(segment="moon"),
        "no segment moon",
    ),
    ("no costs", lambda found: found.pop("costs"), "the file has no costs"),
    ("reference", lambda found: found["costs"].update(reference="x"), "there is no alternative x"),
    (
        "cost of nobody",
        lambda found: found["costs"]["by_alternative"][0].update(alternative="x"),
        "there is no alternative x",
    ),
    (
        "cost twice",
        lambda found: found["costs"]["by_alternative"][0].update(alternative="bridge"),
        "the cost of bridge stands 2 times",
    ),
]


@pytest.mark.parametrize(("change", "told"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_contradiction_is_told_with_its_line_and_what_is_allowed(
    folder: Path, change: Change, told: str
) -> None:
    problem = problem_after(folder, change)
    assert told in problem.found
    assert problem.file.endswith("alternatives.yaml")
    assert problem.line is not None
    assert problem.line > 1
    assert problem.allowed


def test_an_option_without_a_stated_notice_day_gives_no_day(folder: Path) -> None:
    path = folder / "contract.yaml"
    text = path.read_text(encoding="utf-8")
    changed = text.replace("notice_by: 2027-12-31 ", "notice_by: null ").replace(
        "internal_last_day: 2027-12-17", "internal_last_day: null"
    )
    assert changed != text
    path.write_text(changed, encoding="utf-8")
    told = [one for one in problems_of(folder) if one.file.endswith("alternatives.yaml")]
    assert "states no last day of notice for option2" in told[0].found


def test_without_monthly_fees_the_contract_gives_no_running_cost(folder: Path) -> None:
    path = folder / "contract.yaml"
    lines = path.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.strip().startswith("monthly_fee:")]
    path.write_text("\n".join(kept) + "\n", encoding="utf-8")
    told = [one.found for one in problems_of(folder)]
    assert any("the contract states no monthly fee" in one for one in told)
