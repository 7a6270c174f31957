"""Availability: from what was said of services to time up and down, and the outages behind it."""
