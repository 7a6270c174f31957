"""Measuring: from facts to the figure of an indicator, one module per family of kinds."""
