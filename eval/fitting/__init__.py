"""Fits what the product ships: weights, curves, thresholds; each by a command."""
