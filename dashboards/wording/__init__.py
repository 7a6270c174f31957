"""The wording: what managers read, in Swedish and English, with numbers as each language writes them."""

from dashboards.wording.words import LANGUAGES, Wording, wording

__all__ = ["LANGUAGES", "Wording", "wording"]
