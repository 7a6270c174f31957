"""Comparing alternatives on fixed scales: totals, what tips them, what chance leaves open, what they cost."""
