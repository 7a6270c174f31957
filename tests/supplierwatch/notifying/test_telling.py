"""The rules of telling: what is new is told once, grouped, escalated, repeated; an end to those who knew."""

from dataclasses import replace

import pytest

from evaluator.decisions.alert_terms import Kind, Severity
from supplierwatch.notifying.states import Event
from tests.supplierwatch.notifying.stories import BREACH, BURN, HOUR, MINUTE, NOTICE, RULES, SILENT, Story


def test_a_new_matter_is_told_to_the_first_level_once_it_waited_for_others() -> None:
    story = Story()
    assert story.at(0, BURN) == []
    assert story.at(2 * MINUTE, BURN) == [("desk", Event.RAISED, BURN.key)]


def test_matters_that_come_together_go_in_one_message_to_each_destination() -> None:
    story = Story()
    story.at(0, BREACH)
    story.at(2 * MINUTE, BREACH, SILENT, BURN)
    assert [(one.destination, len(one.matters)) for one in story.notices] == [("desk", 3), ("manager", 2)]


def test_the_most_urgent_matter_stands_first() -> None:
    story = Story()
    story.at(0, BREACH, BURN)
    assert next(key for _, _, key in story.at(HOUR, BREACH, BURN)) == BURN.key


def test_what_is_gone_before_it_was_told_is_never_told() -> None:
    story = Story()
    story.at(0, BURN)
    story.at(1 * MINUTE)
    story.at(20 * MINUTE)
    assert (story.told, story.states) == ([], ())


def test_the_same_signals_again_tell_nothing() -> None:
    story = Story()
    story.at(0, BREACH)
    story.at(2 * MINUTE, BREACH)
    assert [story.at(now, BREACH) for now in range(3 * MINUTE, 20 * HOUR, 5 * MINUTE)] == [[]] * len(
        range(3 * MINUTE, 20 * HOUR, 5 * MINUTE)
    )


def test_an_end_is_told_once_to_those_who_were_told() -> None:
    story = Story()
    story.at(0, BREACH)
    story.at(2 * MINUTE, BREACH)
    assert story.at(5 * MINUTE) == []
    ended = [("desk", Event.ENDED, BREACH.key), ("manager", Event.ENDED, BREACH.key)]
    assert story.at(12 * MINUTE) == ended
    assert story.at(HOUR) == []
    assert story.states == ()


def test_what_comes_and_goes_within_minutes_is_told_once() -> None:
    story = Story()
    story.at(0, BURN)
    story.at(2 * MINUTE, BURN)
    for turn in range(1, 5):
        story.at(2 * MINUTE + turn * 10 * MINUTE - MINUTE)
        story.at(2 * MINUTE + turn * 10 * MINUTE, BURN)
    assert [event for _, _, event, _ in story.told] == [Event.RAISED]


def test_a_page_that_nobody_acknowledges_climbs_to_the_next_levels() -> None:
    story = Story()
    story.at(0, BURN)
    for now in range(2 * MINUTE, 4 * HOUR, 2 * MINUTE):
        story.at(now, BURN)
    assert story.told == [
        (2 * MINUTE, "desk", Event.RAISED, BURN.key),
        (62 * MINUTE, "manager", Event.ESCALATED, BURN.key),
        (122 * MINUTE, "head", Event.ESCALATED, BURN.key),
    ]


def test_acknowledged_is_neither_escalated_nor_repeated_but_its_end_is_told() -> None:
    story = Story()
    story.at(0, BURN)
    story.at(2 * MINUTE, BURN)
    story.acknowledge(3 * MINUTE)
    assert story.at(3 * 24 * HOUR, BURN) == []
    assert story.at(3 * 24 * HOUR + 10 * MINUTE) == [("desk", Event.ENDED, BURN.key)]


def test_what_is_acknowledged_before_it_was_told_is_not_told() -> None:
    story = Story()
    story.at(0, BURN)
    story.acknowledge(1)
    assert story.at(HOUR, BURN) == []


def test_what_nobody_acknowledges_is_repeated_a_day_later() -> None:
    story = Story()
    story.at(0, BREACH)
    story.at(2 * MINUTE, BREACH)
    told = story.at(24 * HOUR + 2 * MINUTE, BREACH)
    assert told == [("desk", Event.REPEATED, BREACH.key), ("manager", Event.REPEATED, BREACH.key)]


def test_nothing_is_repeated_where_repeats_are_off() -> None:
    story = Story(replace(RULES, repeat_after=0))
    story.at(0, BREACH)
    story.at(2 * MINUTE, BREACH)
    assert story.at(90 * 24 * HOUR, BREACH) == []


def test_outside_hours_only_a_page_is_told_and_the_rest_when_hours_begin() -> None:
    story = Story()
    story.at(0, BREACH, BURN, is_quiet=True)
    assert story.at(2 * MINUTE, BREACH, BURN, is_quiet=True) == [("desk", Event.RAISED, BURN.key)]
    told = story.at(10 * HOUR, BREACH, BURN)
    assert ("manager", Event.RAISED, BREACH.key) in told


def test_what_began_and_ended_outside_hours_is_not_told() -> None:
    story = Story()
    story.at(0, BREACH, is_quiet=True)
    story.at(HOUR, is_quiet=True)
    assert story.at(10 * HOUR) == []


def test_an_end_outside_hours_is_told_when_hours_begin() -> None:
    story = Story()
    story.at(0, SILENT)
    story.at(2 * MINUTE, SILENT)
    story.at(20 * MINUTE, is_quiet=True)
    assert story.at(10 * HOUR) == [
        ("desk", Event.ENDED, SILENT.key),
        ("manager", Event.ENDED, SILENT.key),
    ]


def test_the_end_of_a_warning_is_not_told_as_good_news() -> None:
    story = Story()
    story.at(0, NOTICE)
    story.at(2 * MINUTE, NOTICE)
    assert story.at(HOUR) == []
    assert story.states == ()


def test_what_is_there_again_before_its_end_was_told_just_goes_on() -> None:
    story = Story()
    story.at(0, SILENT)
    story.at(2 * MINUTE, SILENT)
    story.at(20 * MINUTE, is_quiet=True)
    assert story.at(10 * HOUR, SILENT) == []


def test_one_message_follows_another_after_the_interval_but_a_page_goes_at_once() -> None:
    story = Story()
    story.at(0, BREACH)
    story.at(2 * MINUTE, BREACH, NOTICE)
    story.at(3 * MINUTE, BREACH, NOTICE, SILENT, BURN)
    assert [key for _, _, key in story.at(5 * MINUTE, BREACH, NOTICE, SILENT, BURN)] == [BURN.key]
    assert {key for _, _, key in story.at(10 * MINUTE, BREACH, NOTICE, SILENT, BURN)} == {SILENT.key}


@pytest.mark.parametrize("change", [{"severity": Severity.PAGE}, {"stage": 1}])
def test_what_grows_more_urgent_is_told_anew_although_acknowledged(change: dict[str, object]) -> None:
    story = Story()
    story.at(0, NOTICE)
    story.at(2 * MINUTE, NOTICE)
    story.acknowledge(3 * MINUTE)
    grown = replace(NOTICE, **change)  # type: ignore[arg-type] # of either field
    told = story.at(HOUR, grown)
    assert ("desk", Event.WORSENED, NOTICE.key) in told
    assert story.at(HOUR + 10 * MINUTE, grown) == []


def test_while_results_are_stale_no_figure_begins_or_ends() -> None:
    story = Story()
    story.at(0, BREACH)
    story.at(2 * MINUTE, BREACH)
    for now in range(HOUR, 48 * HOUR, HOUR):
        assert story.at(now, BURN, is_stale=True) == []
    assert story.at(48 * HOUR, BREACH, is_stale=False) != [("desk", Event.RAISED, BREACH.key)]
    assert [event for _, _, event, _ in story.told if event is Event.ENDED] == []


def test_stale_results_do_not_keep_a_silent_source_from_being_told() -> None:
    story = Story()
    story.at(0, SILENT, is_stale=True)
    assert [key for _, _, key in story.at(2 * MINUTE, SILENT, is_stale=True)] == [SILENT.key] * 2


def test_what_was_about_a_month_no_longer_followed_goes_without_a_word() -> None:
    story = Story()
    past = replace(BREACH, month="2026-08")
    story.at(0, past)
    story.at(2 * MINUTE, past)
    assert story.at(HOUR) == []
    assert story.states == ()


@pytest.mark.parametrize("kind", [Kind.BURN, Kind.TICKET_ABOUT_TO_MISS])
def test_what_goes_on_as_a_month_begins_is_not_told_again(kind: Kind) -> None:
    story = Story()
    before = replace(BURN, kind=kind)
    story.at(0, before)
    told = story.at(2 * MINUTE, before)
    after = replace(before, month="2026-11")
    assert [event for _, event, _ in told] == [Event.RAISED] * len(told)
    assert story.at(10 * MINUTE, after) == []
    assert [one.month for one in story.states] == ["2026-11"]


def test_a_severity_of_which_nobody_is_told_is_followed_in_silence() -> None:
    story = Story()
    quiet = replace(BREACH, severity=Severity.INFO)
    story.at(0, quiet)
    assert story.at(HOUR, quiet) == []
    assert [one.key for one in story.states] == [BREACH.key]
