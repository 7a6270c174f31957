"""Rules for Prometheus and routes for Alertmanager, generated from the contract."""
