"""When service hours are open, and which days are working days: windows of UTC and one function of them."""
