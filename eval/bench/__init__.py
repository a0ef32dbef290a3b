"""Benchmarks: how fast, and how much memory."""
