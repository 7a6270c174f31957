"""What deploy/ holds is whole, and works with the real services."""
