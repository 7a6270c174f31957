"""Who is told what, by which way."""

from supplierwatch.settings_parts import SettingsPart


class MessageSettings(SettingsPart):
    """Who is told what, by which way."""
