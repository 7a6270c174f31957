"""When the service does what."""

from supplierwatch.settings_parts import SettingsPart


class ServiceSettings(SettingsPart):
    """When the service does what."""
