"""The command line: one module per command.

Commands import what they work with inside their function, not at the top: `supplierwatch --help` has to
answer in under half a second, and pandas, SQLAlchemy and Pydantic together take longer than that.
"""
