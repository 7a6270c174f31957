"""The running service: what is due when, who does it, and what has run."""
