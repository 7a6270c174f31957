"""When a procurement must begin: the stages backward from a deadline, and simulated forward from a start."""
