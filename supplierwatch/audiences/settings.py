"""Which roles of the database read what."""

from supplierwatch.settings_parts import SettingsPart


class AudienceSettings(SettingsPart):
    """Which roles of the database read what."""
