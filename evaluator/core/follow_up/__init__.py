"""What follows from published results and from what people decided of them: money owed, plans due."""
