"""A slow and obviously right reckoning of clocks, to hold the fast one against."""
