"""Scores what customers answered, and applies incentive plans to the scores."""
