"""Telling people: what is raised, whom it concerns, and what was sent."""
