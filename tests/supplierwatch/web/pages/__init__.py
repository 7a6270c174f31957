"""Tests of the pages as they are served."""
