"""Ratings on scales that others publish, from stated facts: never a verdict on the contract."""
