"""Two languages side by side, and how texts compare in a search."""
