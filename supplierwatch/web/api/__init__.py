"""The JSON API: the same figures as the pages, by the same rules of who sees what."""
