"""The own probe: looks at services from where the customer is, and knows when it could not look."""
