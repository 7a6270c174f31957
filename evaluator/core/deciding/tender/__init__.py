"""What the next contract can build on: volumes, peaks, reached levels, requirements that can be checked."""
