"""Measuring what ships."""
