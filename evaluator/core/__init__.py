"""The pure core: hours, clocks, availability, measuring, verdicts, points, credits, score.

No SQL, files, YAML, templates or clock in here; facts, contract and time come in as arguments.
"""
