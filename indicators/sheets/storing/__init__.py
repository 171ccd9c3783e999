"""Figures and what they stand at into the database, set by set."""
