"""Results out: a pure core, and a thin shell that reads facts, calls the core and saves results."""
