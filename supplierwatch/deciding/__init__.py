"""Reading what the decision rests on, and putting the decision basis together."""
