"""A source that the sources file describes wholly: whatever answers JSON, JSON lines or CSV by HTTP."""
