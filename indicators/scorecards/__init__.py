"""The scorecard of a plan in a fiscal year."""
