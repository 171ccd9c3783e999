"""Which column is what, and rows of any layout made tidy."""
