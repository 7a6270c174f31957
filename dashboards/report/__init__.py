"""The report of one period: a view model made of results alone, and its forms HTML, JSON and CSV."""

from dashboards.report.build import build_report
from dashboards.report.csv_form import render_csv
from dashboards.report.html_form import render_html
from dashboards.report.json_form import render_json

__all__ = ["build_report", "render_csv", "render_html", "render_json"]
