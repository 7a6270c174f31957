"""Seals: a month's results fixed with a hash of everything they follow from, restated, verified, packed."""
