"""Ticket clocks: from the changes of tickets to the time used, by cycle and party."""
