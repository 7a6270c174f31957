"""What a small sample can say: intervals, trends, forecasts, what may still be missed."""
