"""The look of a document in Word: page, fonts, headings, set-apart paragraphs, language."""

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from dashboards.document.docx_xml import borders, element
from dashboards.document.model import Manner

BODY_FONT, HEADING_FONT = "Times New Roman", "Arial"
_ACCENT, _SOFT = RGBColor(0x1F, 0x4E, 0x79), RGBColor(0x4D, 0x4D, 0x4D)
LANGUAGES = {"sv": "sv-SE", "en": "en-GB"}
LABEL, SMALL, NOTE, TABLE_TEXT, LEAD = "Label", "Small", "Note", "TableText", "Lead"
CLOSE = "Close"
PLACEHOLDER = "PlaceholderText"
MANNER_STYLES = {
    Manner.MEASURED: "Measured",
    Manner.JUDGED: "Judged",
    Manner.INCOMPLETE: "Incomplete",
    Manner.ASSUMED: "Assumed",
}
_MANNER_LINES = {
    Manner.MEASURED: ("single", 18, "1F4E79"),
    Manner.JUDGED: ("dashed", 18, "8A4B08"),
    Manner.INCOMPLETE: ("single", 30, "9C2B2B"),
    Manner.ASSUMED: ("dotted", 18, "6B6B6B"),
}
_HEADINGS = (("Title", 20), ("Heading 1", 14), ("Heading 2", 12), ("Heading 3", 11), ("Heading 4", 10.5))


def set_page(file: Any) -> None:
    """A4 with the margins of an official letter."""
    page = file.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin, page.right_margin = Mm(25), Mm(20)
    page.top_margin = page.bottom_margin = Mm(24)


def set_styles(file: Any, language: str) -> None:
    """Give the styles of `file` their look, and its text its language."""
    normal = file.styles["Normal"]
    _font(normal, BODY_FONT, 11)
    normal.paragraph_format.space_after = Pt(7)
    normal.paragraph_format.line_spacing = 1.1
    for name, size in _HEADINGS:
        _heading(file.styles[name], size)
    _font(file.styles["Subtitle"], HEADING_FONT, 12)
    _without_spacing(file.styles["Subtitle"])
    file.styles["Subtitle"].font.italic = False
    file.styles["Subtitle"].font.color.rgb = _SOFT
    _font(file.styles["Caption"], HEADING_FONT, 9)
    file.styles["Caption"].font.color.rgb = RGBColor(0, 0, 0)
    file.styles["Caption"].paragraph_format.keep_with_next = True
    file.styles["Caption"].paragraph_format.space_after = Pt(3)
    _add_styles(file)
    _set_language(file, LANGUAGES[language])


def _add_styles(file: Any) -> None:
    for name, size, after in (
        (LABEL, 8.5, 1),
        (SMALL, 9, 2),
        (NOTE, 9, 7),
        (TABLE_TEXT, 9, 0),
        (LEAD, 12, 8),
        (CLOSE, 11, 2),
    ):
        style = file.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = file.styles["Normal"]
        _font(style, HEADING_FONT if name == LABEL else BODY_FONT, size)
        style.paragraph_format.space_after = Pt(after)
        if name in {LABEL, NOTE}:
            style.font.color.rgb = _SOFT
    file.styles[LABEL].font.bold = True
    file.styles[LABEL].paragraph_format.keep_with_next = True
    file.styles[TABLE_TEXT].paragraph_format.line_spacing = 1.0
    for manner, name in MANNER_STYLES.items():
        style = file.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = file.styles["Normal"]
        style.paragraph_format.left_indent = Mm(4)
        properties = style.element.get_or_add_pPr()
        properties.insert_element_before(
            borders("pBdr", left=_MANNER_LINES[manner]), "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc"
        )
    link = file.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    link.font.underline = True
    link.font.color.rgb = _ACCENT
    asked = file.styles.add_style("Placeholder Text", WD_STYLE_TYPE.CHARACTER)
    asked.font.italic = True
    asked.font.color.rgb = _SOFT


def _heading(style: Any, size: float) -> None:
    _font(style, HEADING_FONT, size)
    _without_spacing(style)
    style.font.bold = True
    style.font.italic = False
    style.font.color.rgb = RGBColor(0, 0, 0) if style.name == "Title" else _ACCENT
    style.paragraph_format.keep_with_next = True
    style.paragraph_format.space_before = Pt(6 if style.name == "Title" else size)
    style.paragraph_format.space_after = Pt(5)
    for line in style.element.findall(f".//{qn('w:pBdr')}"):
        line.getparent().remove(line)


def _without_spacing(style: Any) -> None:
    """Take away the wide spacing of letters that the library's styles have."""
    for told in style.element.rPr.findall(qn("w:spacing")):
        style.element.rPr.remove(told)


def _font(style: Any, name: str, size: float) -> None:
    style.font.name = name
    style.font.size = Pt(size)
    fonts = style.element.rPr.rFonts
    for attribute in list(fonts.attrib):
        # Fonts of the theme would win over the named one.
        if "Theme" in attribute:
            del fonts.attrib[attribute]
    for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{kind}"), name)


def _set_language(file: Any, language: str) -> None:
    for told in file.styles.element.iter(qn("w:lang")):
        told.set(qn("w:val"), language)
    properties = file.styles["Normal"].element.get_or_add_rPr()
    properties.append(element("lang", val=language))
    settings = file.settings.element
    for told in settings.findall(qn("w:themeFontLang")):
        told.set(qn("w:val"), language)
    for told in settings.findall(qn("w:decimalSymbol")):
        told.set(qn("w:val"), "," if language == "sv-SE" else ".")
    # Long Swedish words in narrow columns.
    settings.find(qn("w:defaultTabStop")).addnext(element("autoHyphenation"))
    for told in settings.iter(qn("w:compatSetting")):
        if told.get(qn("w:name")) == "compatibilityMode":
            told.set(qn("w:val"), "15")
