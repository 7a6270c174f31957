"""A consultation: stances and points, each with the count and the bodies behind it."""
