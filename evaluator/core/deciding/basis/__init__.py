"""What the decision basis is made of beside the areas: what it lacks, what moved, what was reached."""
