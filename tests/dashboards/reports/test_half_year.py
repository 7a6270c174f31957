"""The half-yearly evaluation."""

from dataclasses import replace

from dashboards.reports.kinds import ReportKind
from evaluator.core.outcomes import Scope, Verdict
from tests.dashboards.builders import figure, make_results, outcome
from tests.dashboards.reports.reporting import built, row, table, words_of

HALF = ReportKind.HALF_YEAR
DESK = Scope("T1")


def six_months(*missed: str) -> tuple[object, ...]:
    months = [f"2026-{number:02}" for number in range(5, 11)]
    return tuple(
        replace(
            outcome(
                "K05",
                Verdict.MISSED if name in missed else Verdict.MET,
                figure(84 if name in missed else 95, 100),
                DESK,
                repeated=name == "2026-09",
            ),
            period=name,
        )
        for name in months
    )


def test_requirements_are_counted_by_indicator() -> None:
    # six months judged, August and September missed, September a repeat; October 95 of 100
    results = make_results(history=six_months("2026-08", "2026-09"))

    cells = row(built(HALF, results=results), "fulfilment", "K05")

    assert cells[2:6] == ["6", "2", "1", "95,0 %"]


def test_the_whole_is_counted_in_one_sentence() -> None:
    results = make_results(history=six_months("2026-08", "2026-09"))

    assert "Mätningen visar att 4 av 6 bedömningar" in words_of(built(HALF, results=results))


def test_what_counting_says_leaves_ratings_open_and_makes_none() -> None:
    text = words_of(built(HALF, results=make_results(history=six_months("2026-08"))))

    assert "att leverantören inte uppfyller vissa krav (1 av 6 under målnivån)" in text
    assert "står dessa omdömen öppna: Knappt godtagbart och Otillfredsställande." in text


def test_without_a_miss_the_two_highest_ratings_are_still_for_people_to_say() -> None:
    text = words_of(built(HALF, results=make_results(history=six_months())))

    assert "står dessa omdömen öppna: Tillfredsställande, Knappt godtagbart och Otillfredsställande." in text


def test_the_places_for_ratings_are_empty_and_kept_once_written() -> None:
    found = {place.name: place.written for place in built(HALF).judgements()}
    again = built(HALF, written={"rating-quality": ("Tillfredsställande, eftersom",)})

    assert found["rating-quality"] == ()
    assert {place.name: place.written for place in again.judgements()}["rating-quality"] == (
        "Tillfredsställande, eftersom",
    )


def test_months_without_results_are_named() -> None:
    results = make_results(history=six_months()[2:])

    assert "Månader utan resultat, som inte ingår i någon siffra: 2026-05 och 2026-06." in words_of(
        built(HALF, results=results)
    )


def test_nothing_judged_says_nothing_of_the_requirements() -> None:
    assert "Ingen servicenivå kunde bedömas" in words_of(built(HALF, results=make_results(history=())))


def test_the_credits_of_the_months_add_up() -> None:
    # points on T3 of back 5..1 months are back % 5: 0, 4, 3, 2, 1 at 36 000 a point; October 144 000
    found = [cells[1].text.replace("\u00a0", " ") for cells in table(built(HALF), "half-year-credits").rows]

    assert found == ["0 kr", "144 000 kr", "108 000 kr", "72 000 kr", "36 000 kr", "144 000 kr", "504 000 kr"]


def test_what_is_judged_once_a_half_year_stands_by_itself() -> None:
    survey = outcome("K16", Verdict.MET, figure(71, 1, 240), Scope())

    cells = row(built(HALF, results=make_results(history=(survey,))), "half-yearly", "K16")

    assert cells[1] == "2026-10"
    assert cells[3] == "240"
    assert cells[4] == "inte känt"


def test_where_nothing_was_judged_nothing_is_said_to_have_met_its_target() -> None:
    text = words_of(built(HALF, results=make_results(history=())))

    assert "0 av 0" not in text
    assert "Ingen servicenivå kunde bedömas, så inget sägs om kraven." in text


def test_a_sum_without_all_months_is_called_one_of_the_months_evaluated() -> None:
    # No month before October is known; its credits are 144 000 kr (see builders).
    rows = table(built(HALF, results=make_results(credit_history=())), "half-year-credits").rows
    first, last = ([cell.text.replace("\u00a0", " ") for cell in rows[place]] for place in (0, -1))

    assert first == ["2026-05", "ej beräknad"]
    assert last == ["Summa för de beräknade månaderna", "144 000 kr"]


def test_without_any_month_no_sum_is_made_up() -> None:
    results = make_results(credit_history=(), credits=())
    cells = row(built(HALF, results=results), "half-year-credits", "Summa")

    assert cells == ["Summa", "ej beräknad"]
