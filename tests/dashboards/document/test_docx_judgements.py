"""What people write in a DOCX is found again, in whatever way the file was saved."""

import io
import zipfile

import pytest

from collector.errors import SupplierwatchError
from dashboards.document import docx_package
from dashboards.document.docx_form import render_docx
from dashboards.document.docx_judgements import read_judgements
from dashboards.document.written import ListKind, Written, WrittenParagraph, WrittenRun, written_of
from tests.dashboards.document.examples import saying, whole
from tests.dashboards.document.word import edited, typed, without

BOLD = (
    '<w:r><w:t xml:space="preserve">Vi </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>bedömer</w:t></w:r>'
    '<w:r><w:rPr><w:i w:val="1"/><w:b w:val="0"/></w:rPr><w:t xml:space="preserve"> alltså</w:t></w:r>'
)
POINT = '<w:pPr><w:pStyle w:val="ListBullet"/></w:pPr><w:r><w:t>en punkt</w:t></w:r>'
NUMBER = '<w:pPr><w:pStyle w:val="ListNumber"/></w:pPr><w:r><w:t>för det första</w:t></w:r>'
PLAIN = "<w:r><w:t>Åtgärderna räcker &amp; håller.</w:t></w:r>"


def empty() -> bytes:
    return render_docx(whole(rows=1))


def test_a_place_where_nobody_wrote_is_left_out() -> None:
    assert set(read_judgements(empty())) == {"summary-written"}


def test_paragraphs_bold_and_slanted_words_and_lists_are_read() -> None:
    found = read_judgements(typed(empty(), "summary-empty", BOLD, POINT, NUMBER))
    first = WrittenParagraph(
        (WrittenRun("Vi "), WrittenRun("bedömer", is_strong=True), WrittenRun(" alltså", is_slanted=True))
    )
    assert found["summary-empty"] == Written(
        (
            first,
            WrittenParagraph((WrittenRun("en punkt"),), ListKind.BULLET),
            WrittenParagraph((WrittenRun("för det första"),), ListKind.NUMBER),
        )
    )
    assert found["summary-empty"].texts == ("Vi bedömer alltså", "\u2013 en punkt", "1. för det första")


def test_what_was_written_is_kept_as_it_was_when_the_figures_are_refreshed() -> None:
    written = read_judgements(typed(empty(), "summary-empty", BOLD, POINT, NUMBER, PLAIN))
    again = render_docx(whole(rows=7), kept=written)
    assert read_judgements(again) == written
    assert render_docx(whole(rows=9), kept=read_judgements(again)) == render_docx(whole(rows=9), kept=written)


def test_where_the_controls_are_gone_the_text_is_found_by_the_bookmark_of_its_frame() -> None:
    content = without(typed(empty(), "summary-empty", PLAIN), "sdt")
    assert read_judgements(content)["summary-empty"] == written_of(("Åtgärderna räcker & håller.",))


def test_where_the_bookmarks_are_gone_the_text_is_found_by_the_tag_of_its_control() -> None:
    content = without(typed(empty(), "summary-empty", PLAIN), "bookmarkStart", "bookmarkEnd")
    assert read_judgements(content)["summary-empty"] == written_of(("Åtgärderna räcker & håller.",))


def test_a_prompt_that_a_program_made_into_text_is_no_judgement() -> None:
    content = without(empty(), "sdt")
    assert "summary-empty" not in read_judgements(content)


def test_what_somebody_wrote_behind_the_prompt_is_read_without_it() -> None:
    told = "<w:r><w:t>[Skriv här: Bedöm leverantörens åtgärder] De räcker.</w:t></w:r>"
    found = read_judgements(typed(empty(), "summary-empty", told))
    assert found["summary-empty"].texts == ("De räcker.",)


def test_what_somebody_wrote_on_the_line_of_the_label_is_read() -> None:
    content = edited(empty(), lambda text: text.replace(">Ställningstagande<", ">Ställningstagande: Ja<", 1))
    assert read_judgements(content)["summary-empty"].texts == ("Ja",)


def test_what_tracked_changes_inserted_is_read_and_what_they_deleted_is_not() -> None:
    told = (
        '<w:del w:id="9" w:author="x"><w:r><w:delText>nej</w:delText></w:r></w:del>'
        '<w:ins w:id="8" w:author="x"><w:r><w:t>ja</w:t></w:r></w:ins>'
    )
    assert read_judgements(typed(empty(), "summary-empty", told))["summary-empty"].texts == ("ja",)


def test_a_place_may_have_any_name() -> None:
    document = saying("x")
    assert set(read_judgements(render_docx(document))) == {"filled"}
    odd = render_docx(whole(rows=1), kept={"comment:K05_å": written_of(("Vi håller inte med.",))})
    assert read_judgements(odd)["comment:K05_å"].texts == ("Vi håller inte med.",)


def test_a_place_with_a_long_name_is_found_by_its_control() -> None:
    name = "consequences-of-a-divided-procurement-for-schools"
    content = render_docx(whole(rows=1), kept={name: written_of(("Skolorna väntar.",))})
    assert read_judgements(content)[name].texts == ("Skolorna väntar.",)


def test_the_name_in_the_control_counts_where_the_bookmark_was_renamed() -> None:
    content = edited(
        typed(empty(), "summary-empty", PLAIN),
        lambda text: text.replace('"place_summary_empty"', '"place_summary_em"'),
    )
    assert "summary-empty" in read_judgements(content)
    assert "summary-em" not in read_judgements(content)


def test_text_whose_place_is_gone_is_kept_at_the_end() -> None:
    content = render_docx(whole(rows=1), kept={"old": written_of(("Skrivet förr.",))})
    assert read_judgements(content)["old"].texts == ("Skrivet förr.",)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x03\x04 and nothing"])
def test_what_is_no_docx_is_refused(content: bytes) -> None:
    with pytest.raises(SupplierwatchError, match="no DOCX that can be read"):
        read_judgements(content)


def test_a_package_without_text_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("other.txt", "x")
    with pytest.raises(SupplierwatchError, match=r"it has no word/document\.xml"):
        read_judgements(out.getvalue())


def test_a_damaged_part_is_refused() -> None:
    content = bytearray(edited(empty(), lambda text: text + f"<!-- {bytes(range(256)).hex() * 40} -->"))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as package:
        start = package.getinfo("word/document.xml").header_offset + 200
    content[start : start + 400] = b"\xff" * 400
    with pytest.raises(SupplierwatchError, match="this is no DOCX that can be read"):
        read_judgements(bytes(content))


def test_entities_are_refused() -> None:
    evil = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
    with pytest.raises(SupplierwatchError, match=r"word/document\.xml cannot be read"):
        read_judgements(edited(empty(), lambda _: evil))


def test_a_part_too_large_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    content = empty()
    monkeypatch.setattr(docx_package, "MOST_BYTES", 100_000)
    with pytest.raises(SupplierwatchError, match="more than 100000 bytes unpacked"):
        read_judgements(edited(content, lambda text: text + " " * 100_000))


def test_a_file_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    content = empty()
    monkeypatch.setattr(docx_package, "MOST_BYTES", 1000)
    with pytest.raises(SupplierwatchError, match="bytes; allowed: 1000"):
        read_judgements(content)


def test_parts_within_parts_without_end_are_refused() -> None:
    nested = "<w:ins>" * 200 + "<w:r><w:t>x</w:t></w:r>" + "</w:ins>" * 200
    with pytest.raises(SupplierwatchError, match="parts within parts"):
        read_judgements(typed(empty(), "summary-empty", nested))
