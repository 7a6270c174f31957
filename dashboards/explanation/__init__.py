"""Explanations of tickets, outages and figures: what is told, and the page and pictures it is told in."""
