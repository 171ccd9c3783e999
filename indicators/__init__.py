"""The numbers: indicators, commitments, targets, readings, scorecards."""
