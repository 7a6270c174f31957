"""Tests of what the next contract can build on."""
