"""Grafana dashboards as code: seven of them in Swedish and English, written as JSON that Grafana loads."""
