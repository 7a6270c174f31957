"""What stands open, and how tickets came and went: sums and lists made for showing, which judge nothing."""
