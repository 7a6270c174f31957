"""What is said of a watch's files: every problem, with file, line and path, all at once."""

import re
from pathlib import Path

import pytest

from collector.errors import ProblemsFound, Severity
from supplierwatch.watch import find_files, load_watch
from tests.supplierwatch.watches import line_of, only_problem_of, problems_of, replace_text

AMENDMENT = """\
id: A1
effective: 2026-07-01
reason: "Agreed in June"
replacements:
  - path: indicators[resolved-in-time].minimum_sample.size
    value: 30
  - path: {path}
    value: {value}
"""


def amend(folder: Path, path: str, value: str, name: str = "001.yaml") -> Path:
    (folder / "amendments").mkdir(exist_ok=True)
    file = folder / "amendments" / name
    file.write_text(AMENDMENT.format(path=path, value=value), encoding="utf-8")
    return file


def test_the_starting_watch_has_nothing_to_be_said_of(watch_folder: Path) -> None:
    watch = load_watch(watch_folder)
    assert watch.warnings == ()
    assert [source.name for source in watch.sources] == ["tickets"]


def test_a_folder_without_a_watch_is_said_to_be_none(tmp_path: Path) -> None:
    problem = only_problem_of(tmp_path)
    assert "this folder is no watch" in problem.found
    assert "supplierwatch init" in problem.remedy


@pytest.mark.parametrize("name", ["supplierwatch.yaml", "contract.yaml", "sources.yaml"])
def test_a_missing_file_is_named(watch_folder: Path, name: str) -> None:
    (watch_folder / name).unlink()
    assert only_problem_of(watch_folder).file.endswith(name)


def test_exclusions_may_be_missing(watch_folder: Path) -> None:
    (watch_folder / "exclusions.yaml").unlink()
    assert load_watch(watch_folder).exclusions == ()


@pytest.mark.parametrize("name", ["supplierwatch.yaml", "contract.yaml", "sources.yaml", "exclusions.yaml"])
def test_an_empty_file_is_named(watch_folder: Path, name: str) -> None:
    (watch_folder / name).write_text("", encoding="utf-8")
    problem = only_problem_of(watch_folder)
    assert (problem.found, problem.file.endswith(name)) == ("the file is empty", True)


def test_an_unknown_key_has_its_own_line_and_what_was_meant(watch_folder: Path) -> None:
    contract = watch_folder / "contract.yaml"
    replace_text(contract, "    clock: resolution\n", "    clock: resolution\n    wieght: 2\n")
    problem = only_problem_of(watch_folder)
    assert problem.line == line_of(contract, "wieght")
    assert problem.path == "indicators[resolved-in-time].wieght"
    assert problem.remedy == "Did you mean weight?"


def test_a_missing_key_has_the_line_of_what_it_is_missing_from(watch_folder: Path) -> None:
    contract = watch_folder / "contract.yaml"
    replace_text(contract, "    month_of: stopped", "    #")
    problem = only_problem_of(watch_folder)
    assert problem.line == line_of(contract, "- id: resolved-in-time")
    assert problem.found == "the key month_of is missing"


def test_a_wrong_word_lists_those_that_are_allowed(watch_folder: Path) -> None:
    replace_text(watch_folder / "contract.yaml", "measured: per_service", "measured: each")
    problem = only_problem_of(watch_folder)
    assert (problem.found, problem.allowed) == ("'each'", "'per_service' or 'together'")


def test_a_wrong_kind_of_indicator_lists_the_kinds(watch_folder: Path) -> None:
    replace_text(watch_folder / "contract.yaml", "kind: time_within_target", "kind: time")
    problem = only_problem_of(watch_folder)
    assert problem.path == "indicators[resolved-in-time].kind"
    assert problem.line == line_of(watch_folder / "contract.yaml", "kind: time")
    assert problem.allowed.startswith("availability, count, duty, imported")


def test_an_indicator_without_a_kind_is_told_the_kinds(watch_folder: Path) -> None:
    replace_text(watch_folder / "contract.yaml", "    kind: time_within_target\n", "")
    problem = only_problem_of(watch_folder)
    assert problem.found == "the key kind is missing"
    assert "time_within_target" in problem.allowed


def test_of_several_ways_to_write_a_condition_the_likeliest_is_explained(watch_folder: Path) -> None:
    # A condition is on a field or on a clock; this one names a field, so nothing is said of clocks.
    contract = watch_folder / "contract.yaml"
    replace_text(contract, "kind: time_within_target", "kind: share\n    that: [{field: team, is_one: [a]}]")
    replace_text(contract, "    clock: resolution\n", "")
    replace_text(
        contract, next(line for line in contract.read_text().splitlines() if "within: {" in line), ""
    )
    problem = only_problem_of(watch_folder)
    assert problem.path == "indicators[resolved-in-time].that[#1].is_one"
    assert problem.remedy == "Did you mean is_one_of?"


def test_overlapping_bands_are_named_at_the_later_of_them(watch_folder: Path) -> None:
    replace_text(watch_folder / "contract.yaml", '{below: "80 %", points: 3}', '{below: "82 %", points: 3}')
    problem = only_problem_of(watch_folder)
    assert problem.found == "below 82 % and from 80 % below 85 % overlap"
    assert problem.path == "indicators[resolved-in-time].bands[#3]"
    assert problem.line == line_of(watch_folder / "contract.yaml", '{below: "82 %", points: 3}')


def test_a_gap_between_bands_is_named(watch_folder: Path) -> None:
    replace_text(watch_folder / "contract.yaml", '{below: "80 %", points: 3}', '{below: "75 %", points: 3}')
    assert only_problem_of(watch_folder).found == (
        "no band holds values between below 75 % and from 80 % below 85 %"
    )


def test_a_quantity_out_of_bounds_is_shown_as_it_was_written(watch_folder: Path) -> None:
    contract = watch_folder / "contract.yaml"
    replace_text(contract, 'completeness_floor: "90 %"', 'completeness_floor: "900 %"')
    problem = only_problem_of(watch_folder)
    assert (problem.found, problem.allowed) == ("'900 %'", "less than or equal to 1")
    assert problem.line == line_of(contract, '"900 %"')


def test_a_list_that_is_too_short_says_how_many_it_must_have(watch_folder: Path) -> None:
    contract = watch_folder / "contract.yaml"
    content = re.sub(r"(?m)^( +)openings:\n(\1  .*\n)+", r"\1openings: []\n", contract.read_text(), count=1)
    contract.write_text(content)
    [problem] = [one for one in problems_of(watch_folder) if one.path.endswith("openings")]
    assert (problem.found, problem.allowed) == ("a list of 0", "a list of at least 1")


def test_a_wrong_date_says_how_dates_are_written(watch_folder: Path) -> None:
    replace_text(watch_folder / "contract.yaml", "last_day: 2027-12-31", "last_day: 2027-02-30")
    problem = only_problem_of(watch_folder)
    assert (problem.path, problem.found) == ("term.last_day", "'2027-02-30'")
    assert problem.allowed == "a date such as 2026-10-31"


def test_an_unknown_service_is_named_with_those_there_are(watch_folder: Path) -> None:
    replace_text(watch_folder / "contract.yaml", "services: [desk]", "services: [T9]")
    problem = only_problem_of(watch_folder)
    assert (problem.found, problem.allowed) == ("'T9' is defined nowhere", "desk")
    assert problem.line == line_of(watch_folder / "contract.yaml", "services: [T9]")


def test_a_day_that_the_calendar_does_not_know_is_named_with_those_it_does(watch_folder: Path) -> None:
    replace_text(watch_folder / "contract.yaml", "Julafton", "Julaftonn")
    problem = only_problem_of(watch_folder)
    assert problem.found.startswith("'Julaftonn' is no day of the calendar of SE; known are: ")
    assert problem.path == "holidays.swedish"


def test_a_target_without_a_data_source_is_an_error(watch_folder: Path) -> None:
    replace_text(watch_folder / "contract.yaml", "data: [tickets]", "data: [phone]")
    problem = only_problem_of(watch_folder)
    assert problem.found.startswith("a target without a data source: 'phone'")
    assert problem.allowed == "tickets"


def test_a_mapping_that_is_not_there_is_named_with_those_that_are(watch_folder: Path) -> None:
    replace_text(watch_folder / "sources.yaml", "mapping: tickets.yaml", "mapping: calls.yaml")
    problem = only_problem_of_errors(watch_folder)
    assert problem == "sources[tickets].mapping: there is no mapping 'calls.yaml' in the folder mappings"


def only_problem_of_errors(folder: Path) -> str:
    [problem] = [found for found in problems_of(folder) if found.severity is Severity.ERROR]
    return f"{problem.path}: {problem.found}"


def test_a_mapping_outside_the_folder_is_refused(watch_folder: Path) -> None:
    replace_text(watch_folder / "sources.yaml", "mapping: tickets.yaml", "mapping: ../contract.yaml")
    assert "leaves the folder" in str(problems_of(watch_folder)[0])


def test_a_mapping_no_source_uses_is_a_warning(watch_folder: Path) -> None:
    mappings = watch_folder / "mappings"
    (mappings / "other.yaml").write_bytes((mappings / "tickets.yaml").read_bytes())
    [warning] = load_watch(watch_folder).warnings
    assert warning.found == "no source uses this mapping"


def test_an_unknown_key_in_a_mapping_has_its_line(watch_folder: Path) -> None:
    mapping = watch_folder / "mappings" / "tickets.yaml"
    replace_text(mapping, "  status: Status", "  statsu: Status")
    problem = only_problem_of(watch_folder)
    assert (problem.line, problem.path) == (line_of(mapping, "statsu"), "columns.statsu")
    assert problem.remedy == "Did you mean status?"


def test_a_service_a_mapping_gives_and_the_contract_lacks_is_a_warning(watch_folder: Path) -> None:
    replace_text(watch_folder / "mappings" / "tickets.yaml", "{service: desk}", "{service: dsek}")
    [warning] = load_watch(watch_folder).warnings
    assert (warning.path, warning.found) == ("constants.service", "the contract has no 'dsek'")


def test_a_source_without_any_file_yet_is_a_warning(watch_folder: Path) -> None:
    replace_text(watch_folder / "sources.yaml", "deliveries/tickets-*.csv", "elsewhere/*.csv")
    [warning] = load_watch(watch_folder).warnings
    assert warning.found == "no file matches elsewhere/*.csv yet"
    assert warning.line == line_of(watch_folder / "sources.yaml", "files:")


def test_persons_without_a_key_in_the_settings_are_refused(watch_folder: Path) -> None:
    mapping = watch_folder / "mappings" / "tickets.yaml"
    replace_text(mapping, "constants:", "fields: {agent: Agent}\npersons: [Agent]\nconstants:")
    problem = only_problem_of(watch_folder)
    assert problem.line == line_of(mapping, "persons:")
    assert "pseudonym_key_env" in problem.remedy


def test_an_exclusion_of_an_unknown_service_and_indicator_is_refused(watch_folder: Path) -> None:
    replace_text(
        watch_folder / "exclusions.yaml",
        "exclusions: []",
        """exclusions:
  - id: X1
    proposed_by: supplier
    proposed_on: 2026-10-02
    reason: "power"
    evidence: "letter"
    indicators: [K99]
    interval: {service: T9, starts_at: "2026-10-01T08:00:00+02:00", ends_at: "2026-10-01T09:00:00+02:00"}
    decision: pending""",
    )
    found = [(problem.path, problem.found) for problem in problems_of(watch_folder)]
    assert found == [
        ("exclusions[X1].indicators", "the contract has no 'K99'"),
        ("exclusions[X1].interval.service", "the contract has no 'T9'"),
    ]


def test_an_exclusion_with_a_naive_time_is_refused(watch_folder: Path) -> None:
    replace_text(
        watch_folder / "exclusions.yaml",
        "exclusions: []",
        """exclusions:
  - {id: X1, proposed_by: supplier, proposed_on: 2026-10-02, reason: r, evidence: e, decision: pending,
     interval: {service: desk, starts_at: "2026-10-01T08:00:00", ends_at: "2026-10-01T09:00:00+02:00"}}""",
    )
    problem = only_problem_of(watch_folder)
    assert problem.path == "exclusions[X1].interval.starts_at"
    assert "a time needs its zone" in problem.allowed


def test_the_problems_of_all_files_come_at_once_in_order_of_file_and_line(watch_folder: Path) -> None:
    replace_text(watch_folder / "contract.yaml", "currency: SEK", "currency: kronor")
    replace_text(watch_folder / "contract.yaml", "last_day: 2027-12-31", "last_day: soon")
    replace_text(watch_folder / "mappings" / "tickets.yaml", "New: active", "New: activ")
    replace_text(watch_folder / "sources.yaml", "  - name: tickets", "  - nam: tickets")
    replace_text(watch_folder / "supplierwatch.yaml", "language: sv", "language: no")
    replace_text(watch_folder / "exclusions.yaml", "exclusions: []", "exclusion: []")
    found = [(Path(problem.file).name, problem.path) for problem in problems_of(watch_folder)]
    assert found == [
        ("contract.yaml", "contract.currency"),
        ("contract.yaml", "term.last_day"),
        ("exclusions.yaml", "exclusion"),
        ("tickets.yaml", "statuses.New"),
        ("sources.yaml", "sources[#1].name"),
        ("sources.yaml", "sources[#1].nam"),
        ("supplierwatch.yaml", "language"),
    ]


def test_an_amendment_makes_a_version_from_its_effective_date(watch_folder: Path) -> None:
    amend(watch_folder, "credits.per_point", '"1 %"')
    versions = load_watch(watch_folder).versions
    days = [version.first_day.isoformat() for version in versions.versions]
    assert days == ["2024-01-01", "2026-07-01"]
    assert len({version.content_hash for version in versions.versions}) == 2


def test_layout_and_comments_do_not_change_a_versions_hash(watch_folder: Path) -> None:
    before = load_watch(watch_folder).versions.latest.content_hash
    replace_text(watch_folder / "contract.yaml", "currency: SEK", 'currency: "SEK"   # kronor')
    assert load_watch(watch_folder).versions.latest.content_hash == before


def test_an_amendment_from_within_a_month_is_a_warning_that_says_when_it_takes_effect(
    watch_folder: Path,
) -> None:
    file = amend(watch_folder, "credits.per_point", '"1 %"')
    replace_text(file, "effective: 2026-07-01", "effective: 2026-12-15")
    replace_text(watch_folder / "contract.yaml", "straddling: opening", "straddling: attribution")
    [warning] = load_watch(watch_folder).warnings
    assert (warning.severity, warning.path) == (Severity.WARNING, "effective")
    assert warning.line == line_of(file, "effective:")
    assert warning.found == (
        "2026-12-15 is not the first day of a month: it takes effect with periods from 2027-01-01 on, "
        "and 2026-12 is judged by the terms before"
    )


def test_where_tickets_go_by_opening_the_warning_says_from_which_day(watch_folder: Path) -> None:
    file = amend(watch_folder, "credits.per_point", '"1 %"')
    replace_text(file, "effective: 2026-07-01", "effective: 2026-12-15")
    [warning] = load_watch(watch_folder).warnings
    assert warning.found.endswith("by the terms before, and so is every ticket that opened before 2026-12-15")


def test_an_amendment_that_leads_nowhere_is_named_at_its_path(watch_folder: Path) -> None:
    file = amend(watch_folder, "credits.per_pint", '"1 %"')
    problem = only_problem_of(watch_folder)
    assert problem.line == line_of(file, "credits.per_pint")
    assert problem.found == "credits.per_pint leads nowhere: no per_pint there"


def test_a_wrong_value_in_an_amendment_is_named_in_the_amendment(watch_folder: Path) -> None:
    file = amend(watch_folder, "indicators[resolved-in-time].target", '{from: "a lot"}')
    problem = only_problem_of(watch_folder)
    assert (problem.file, problem.line) == (str(file), line_of(file, "a lot"))
    assert "indicators[resolved-in-time].target.from does not hold" in problem.found


def test_a_name_that_only_the_amended_contract_lacks_is_named_in_the_amendment(watch_folder: Path) -> None:
    file = amend(watch_folder, "indicators[resolved-in-time].data", "[phone]")
    problem = only_problem_of(watch_folder)
    assert (problem.file, problem.line) == (str(file), line_of(file, "value: [phone]"))
    assert "a target without a data source" in problem.found


def test_an_unknown_source_is_refused_with_those_there_are(watch_folder: Path) -> None:
    with pytest.raises(ProblemsFound, match=re.escape("there is no source 'phone'; allowed: tickets")):
        load_watch(watch_folder).chosen(["phone"])


def test_files_are_found_outside_the_watch_and_named_once(watch_folder: Path) -> None:
    outside = watch_folder.parent / "b.csv"
    outside.write_text("x\n", encoding="utf-8")
    assert find_files(watch_folder, ["../*.csv", str(outside), "../b.csv"]) == [outside]
