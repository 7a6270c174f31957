"""What people wrote goes back to its place, and none of it is lost."""

from hypothesis import given
from hypothesis import strategies as st

from dashboards.document.model import Judgement, public_edition
from dashboards.document.place_names import bookmark_of, name_of
from dashboards.document.texts import REPLACEMENT, plain_text, safe_address
from dashboards.document.written import with_written, written_of
from tests.dashboards.document.examples import whole


def places(document: object) -> dict[str, Judgement]:
    return {one.name: one for one in document.judgements()}  # type: ignore[attr-defined]  # a document


def test_what_is_written_stands_in_its_place_and_other_places_stay_as_they_are() -> None:
    document = with_written(whole(rows=1), {"summary-empty": written_of(("Nytt.",))})
    assert places(document)["summary-empty"].written == ("Nytt.",)
    assert places(document)["summary-written"].written == ("Förvaltningen anser detta.", "Andra stycket.")


def test_text_whose_place_is_gone_stands_at_the_end_and_not_in_the_public_edition() -> None:
    document = with_written(whole(rows=1), {"old": written_of(("Skrivet förr.",))})
    assert document.sections[-1].heading == "Skriven text vars plats inte finns kvar"
    assert places(document)["old"].written == ("Skrivet förr.",)
    assert "old" not in places(public_edition(document))


@given(st.text(st.characters(codec="utf-8"), max_size=30))
def test_a_name_of_a_place_is_found_again_in_its_bookmark(name: str) -> None:
    bookmark = bookmark_of(name)
    # One that is too long has a hash instead, and is found by its control.
    assert name_of(bookmark) in {name, None}
    assert len(bookmark) <= 40
    assert bookmark.isascii()
    assert bookmark.replace("_", "").isalnum()


def test_usual_names_of_places_are_found_again_in_their_bookmarks() -> None:
    for name in ("summary-proposal", "comment:K05", "a-0-1", "x_y", "0", "a" * 34):
        assert name_of(bookmark_of(name)) == name


def test_other_bookmarks_are_no_places() -> None:
    assert name_of("_GoBack") is None


def test_characters_that_no_form_can_show_are_replaced() -> None:
    assert (
        plain_text("a\x00b\ue000c\u202ed\ud800")
        == f"a{REPLACEMENT}b{REPLACEMENT}c{REPLACEMENT}d{REPLACEMENT}"
    )
    assert plain_text("å\r\nä\tö\u00a0%") == "å\nä\tö\u00a0%"


def test_only_addresses_of_the_web_and_of_mail_are_links() -> None:
    assert safe_address("https://example.org/a?b=c") == "https://example.org/a?b=c"
    assert safe_address("mailto:registrator@example.org") == "mailto:registrator@example.org"
    for evil in (
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://a b",
        "data:text/html,x",
        "//example.org",
    ):
        assert safe_address(evil) == ""
