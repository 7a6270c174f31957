"""What is worth an alert: pure rules over results, dates and what was heard."""
