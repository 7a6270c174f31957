"""Opening delivered files safely, and turning them into frames of text with the line of every row."""
