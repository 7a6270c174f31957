"""What the decision rests on beside the results: needs, alternatives, time, the next contract, handover."""
