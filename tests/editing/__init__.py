"""Tests of what writes content."""
