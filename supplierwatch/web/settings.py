"""Where pages are served, and how people sign in."""

from supplierwatch.settings_parts import SettingsPart


class WebSettings(SettingsPart):
    """Where pages are served, and how people sign in."""
