"""Answers that are kept until the data change."""
