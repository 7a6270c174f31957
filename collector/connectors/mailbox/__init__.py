"""A mailbox that a supplier sends files to."""
