"""Readers of interview guides."""
