"""Pages, metrics and the JSON API over HTTP: who may see what, and how."""
