"""Several series side by side."""
