"""What people are told of alerts, in words: one message about one matter or many."""

from dashboards.alert_messages.matter import Matter
from dashboards.alert_messages.message import AlertMessage, build_alert_message, summary_of

__all__ = ["AlertMessage", "Matter", "build_alert_message", "summary_of"]
