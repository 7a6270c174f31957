"""How things stand, as metrics that Prometheus reads."""
