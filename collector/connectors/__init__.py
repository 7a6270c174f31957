"""Connectors: sources that are asked, one module per system, each a `collector.source.Source`."""
