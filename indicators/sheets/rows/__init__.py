"""Rows to figures at places of a plan, each with what is wrong or odd about it."""
