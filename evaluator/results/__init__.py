"""Results: what an evaluation publishes, how it is stored and read back."""
