"""Facts in: one module per kind of source behind one small protocol, and the store of facts."""
