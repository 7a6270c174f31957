"""Exit and transfer: gates, milestones, units moved, what straddles the switch, the first months."""
