"""What the supplier's lists say of tickets and outages beside the measurement: text, page, CSV, JSON."""
