"""`collect` of systems by hand, and `sources`: how each of them stands."""

import json
from pathlib import Path
from typing import Any

import pytest

from collector.errors import Problem, SourceUnreadable
from supplierwatch import watch as watches
from supplierwatch.__main__ import main
from tests.collector.sources.helpers import instant
from tests.supplierwatch.asked_systems import MAPPING, System, watch_asking

OCTOBER = instant("2026-10-05T08:00:00+00:00")
DAY = 86_400


class Program:
    """The program in a folder whose watch asks `systems`."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys

    def run(self, *arguments: str) -> tuple[int, str, str]:
        code = main(["--watch", str(self.folder), *arguments])
        found = self._capsys.readouterr()
        return code, found.out, found.err

    def document(self, *arguments: str) -> dict[str, Any]:
        _code, out, _err = self.run(*arguments, "--json")
        found: dict[str, Any] = json.loads(out)
        return found

    def state(self, name: str) -> dict[str, Any]:
        [found] = [one for one in self.document("sources")["sources"] if one["source"] == name]
        return dict(found)


@pytest.fixture
def desk() -> System:
    return System({"T1": (OCTOBER, OCTOBER + 600), "T2": (OCTOBER, OCTOBER + 1200)})


@pytest.fixture
def program(
    watch_folder: Path, desk: System, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Program:
    watch = watch_asking(watch_folder, {"desk": desk}, monkeypatch)
    monkeypatch.setattr(watches, "load_watch", lambda _folder: watch)
    return Program(watch_folder, capsys)


def test_trying_a_source_shows_what_its_first_page_would_bring_and_saves_nothing(
    program: Program, desk: System
) -> None:
    desk.status = "Parkerad"
    code, out, _err = program.run("collect", "--test", "desk")
    assert code == 0
    assert "nothing was saved" in out
    [trial] = program.document("collect", "--test", "desk")["trials"]
    # One ticket with its opening and one change, in two rows; its last word is in no mapping.
    assert (trial["rows"], trial["facts"]["ticket"], trial["unmapped"]) == (2, 1, {"Parkerad": 1})
    assert not (program.folder / "store.db").exists()


def test_trying_a_source_that_does_not_answer_says_why_and_ends_with_3(
    program: Program, desk: System
) -> None:
    def refused(*_asked: object) -> None:
        raise SourceUnreadable(Problem("the connection was refused", file="http://127.0.0.1:1"))

    desk.asked = refused
    code, _out, err = program.run("collect", "--test", "desk")
    assert (code, err) == (3, "supplierwatch: http://127.0.0.1:1: the connection was refused\n")


def test_trying_a_source_without_rows_says_what_to_look_at(program: Program, desk: System) -> None:
    desk.tickets = {}
    code, _out, err = program.run("collect", "--test", "desk")
    assert code == 0
    assert "it answered without a row; look at `since`" in err


def test_trying_a_source_names_a_column_that_holds_nothing(program: Program, desk: System) -> None:
    desk.status = ""
    [trial] = program.document("collect", "--test", "desk")["trials"]
    assert trial["blank"] == ["state"]
    _code, _out, err = program.run("collect", "--test", "desk")
    assert "desk: nothing stands in the column 'state' of these 2 rows; check its name in the mapping" in err


def test_trying_a_source_tells_the_warnings_of_every_page_it_asked_for(
    program: Program, desk: System
) -> None:
    desk.tickets, desk.warned = {}, "nobody answered the query"
    _code, _out, err = program.run("collect", "--test", "desk")
    # The last page, which only says how far the system is known, has none.
    assert err.count("desk: warning: nobody answered the query") == 1


def test_files_can_be_tried_too(program: Program) -> None:
    [trial] = program.document("collect", "--test", "tickets")["trials"]
    assert trial["rows"] == 2


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--test"], "--test needs the name of a source"),
        (["--again"], "--again needs the name of a source"),
        (["--since", "2024-01-01"], "--since needs the name of a source"),
        (["--since", "2024-01-01", "--test", "desk"], "--since and --test do not go together"),
        (["--since", "2024-01-01", "tickets"], "the source 'tickets' reads files, which are read whole"),
        (["--since", "2999-01-01", "desk"], "is not over yet. Name a day in the past with --since"),
        (["--again", "tickets"], "the source 'tickets' reads files, of which nothing is kept"),
        (["--test", "dsek"], "there is no source 'dsek'; allowed: tickets, desk"),
    ],
)
def test_wrong_use_is_told_in_one_sentence_and_ends_with_2(
    arguments: list[str], told: str, program: Program
) -> None:
    code, _out, err = program.run("collect", *arguments)
    assert code == 2
    # Boxes round the text, and where lines break, are not what is told.
    assert told in " ".join(err.replace("│", " ").split())


def test_a_back_fill_begins_anew_from_an_earlier_day(program: Program, desk: System) -> None:
    desk.tickets["OLD"] = (instant("2024-05-01T00:00:00+00:00"), instant("2024-05-02T00:00:00+00:00"))
    [first] = program.document("collect", "desk")["runs"]
    assert first["new"] > 0
    [nothing] = program.document("collect", "desk")["runs"]
    assert nothing["new"] == 0
    code, _out, _err = program.run("collect", "--since", "2024-01-01", "desk")
    assert code == 0
    # The old ticket is there: the same again brings nothing new.
    [again] = program.document("collect", "--since", "2024-01-01", "desk")["runs"]
    assert (again["new"], again["unchanged"] > 0) == (0, True)


def test_sources_tells_of_each_how_it_was_heard_and_how_far_it_is_known(
    program: Program, desk: System
) -> None:
    assert program.state("desk")["last_run_at"] is None
    desk.status = "Parkerad"
    program.run("collect")
    desk_now, files = program.state("desk"), program.state("tickets")
    assert (desk_now["type"], desk_now["outcome"], desk_now["rows"]) == ("asked", "complete", 4)
    assert desk_now["unmapped"] == {"Parkerad": 2}
    assert desk_now["lag_seconds"] < 60
    assert (desk_now["back_fill"], desk_now["next_sweep_at"], desk_now["gone"]) == (None, None, 0)
    assert (files["type"], files["known_until"], files["lag_seconds"]) == ("files", None, None)
    code, out, err = program.run("sources")
    assert code == 0
    assert "asked" in out
    assert "desk: without a mapping: Parkerad" in err


def test_sources_tells_how_far_a_back_fill_is(program: Program, desk: System) -> None:
    def broken(_connector: object) -> None:
        raise SourceUnreadable(Problem("the connection was cut"))

    desk.answered = broken
    program.run("collect", "desk")
    filling = program.state("desk")["back_fill"]
    assert (filling["since"], filling["reached"]) == ("2026-10-01T00:00:00Z", "2026-10-05T08:10:00Z")
    assert 0 < filling["percent"] < 100


def test_sources_tells_that_a_source_is_left_alone_and_collect_says_so(
    program: Program, desk: System
) -> None:
    def refused(*_asked: object) -> None:
        raise SourceUnreadable(Problem("the connection was refused"))

    desk.asked = refused
    for _ in range(6):
        program.run("collect", "desk")
    state = program.state("desk")
    assert (state["failures"], state["left_alone_until"] is not None) == (6, True)
    code, out, err = program.run("collect")
    assert code == 0
    assert "desk: left alone until" in err
    assert "name it to ask it all the same" in err
    _code, out, err = program.run("sources")
    assert "left alone" in out
    assert "after 6 failures in a row" in err


def test_what_is_kept_is_read_again_by_a_new_mapping_without_asking(
    program: Program, desk: System, monkeypatch: pytest.MonkeyPatch, watch_folder: Path
) -> None:
    desk.status = "Parkerad"
    program.run("collect", "desk")
    assert program.state("desk")["unmapped"] == {"Parkerad": 2}

    def refused(*_asked: object) -> None:
        raise SourceUnreadable(Problem("the connection was refused"))

    desk.asked = refused
    mapped = {**MAPPING, "statuses": {**MAPPING["statuses"], "Parkerad": "waiting_user"}}
    watch = watch_asking(watch_folder, {"desk": desk}, monkeypatch, mapping=mapped)
    monkeypatch.setattr(watches, "load_watch", lambda _folder: watch)
    code, _out, _err = program.run("collect", "--again", "desk")
    assert code == 0
    assert program.state("desk")["unmapped"] == {}
