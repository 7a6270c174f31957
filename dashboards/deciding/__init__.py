"""The parts of the decision basis: needs, alternatives, time, the next contract, handover; in words."""
