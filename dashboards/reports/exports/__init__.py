"""Reports for programs, in the shapes that others publish."""
